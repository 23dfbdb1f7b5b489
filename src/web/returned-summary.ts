import { html } from 'hono/html'
import type { Html, Reader } from './reader.ts'
import type { Helper, Problem } from './returned.ts'

/** Above a page whose form came back: why it was not done, what is missing, who can help. It has the focus; what concerns a field leads to it. */
export function returnedSummary(reader: Reader): Html {
  const { returned } = reader
  if (returned?.isRefused !== true) return html``
  const { what, because, missing, helpers } = returned.parts
  const said = (problem: Problem) => {
    const place = returned.placeOf(problem)
    if (place === undefined) return reader.english(problem.text)
    return html`<a href="#${place.id}">${place.label}: ${reader.english(problem.at?.text ?? '')}</a>`
  }
  return html`<div class="problem" role="alert" tabindex="-1" autofocus id="not-done">
    <h2>${reader.say('writ-login-not-done')}</h2>
    <p><strong>${reader.say(what)}</strong></p>
    ${list(because.map(said))}
    ${
      missing.length === 0
        ? ''
        : html`<h3>${reader.say('writ-login-missing')}</h3>
            ${list(missing.map(said))}`
    }
    ${helpersOf(reader, helpers)} ${homeless(reader, returned.homeless())}
  </div>`
}

function list(items: readonly Html[]): Html {
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`
}

function helpersOf(reader: Reader, helpers: readonly Helper[]): Html {
  if (helpers.length === 0) return html``
  return html`<h3>${reader.say('writ-login-helpers')}</h3>
    ${list(
      helpers.map(
        ({ role, holders, how }) =>
          html`${reader.english(how)} <span class="quiet">${role}${holders.length === 0 ? '' : `: ${reader.list(holders)}`}</span>`,
      ),
    )}`
}

/** What was typed where the page has no such form any more. */
function homeless(reader: Reader, fields: readonly (readonly [string, string])[]): Html {
  if (fields.length === 0) return html``
  return html`<h3>${reader.say('writ-login-you-wrote')}</h3>
    ${list(fields.map(([, value]) => html`<bdi>${value}</bdi>`))}`
}
