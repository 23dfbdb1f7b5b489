import { html } from 'hono/html'
import type { Html } from '../layout.ts'
import { commas, lineLink, roleLink } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { UserTypeView } from '../view.ts'

/** What somebody of one user type meets: what is closed, where they read and write, what they can become. */
export function userType(reader: Reader, as: UserTypeView): Html {
  const none = reader.say('writ-public-none')
  const names = (all: readonly string[]) => (all.length === 0 ? none : all.join(', '))
  return html`<p>
      ${reader.say('writ-public-type-groups', names(as.groups))} ${as.gates.length === 0 ? reader.say('writ-public-no-gate') : ''}
    </p>
    ${
      as.gates.length === 0
        ? ''
        : html`<h2>${reader.say('writ-public-closed-to-them')}</h2>
            <ul>
              ${as.gates.map(
                (gate) => html`<li>${gate.text} ${lineLink(gate.line)}<br /><span class="quiet">${gateText(reader, gate)}</span></li>`,
              )}
            </ul>`
    }
    ${as.places.length === 0 ? '' : places(reader, as.places, names)} ${becoming(reader, as)}
    <h2>${reader.say('writ-public-rights')}</h2>`
}

function gateText(reader: Reader, { rights, opens, listed }: UserTypeView['gates'][number]): string {
  const shut = rights.length === 0 ? reader.say('writ-public-every-right') : rights.join(', ')
  const open = opens.length === 0 ? reader.say('writ-public-nobody') : opens.join(', ')
  return listed === undefined ? reader.say('writ-public-gate', shut, open) : reader.say('writ-public-gate-listed', shut, open)
}

function places(reader: Reader, rows: UserTypeView['places'], names: (all: readonly string[]) => string): Html {
  const named = (wanted: (row: UserTypeView['places'][number]) => boolean) => names(rows.filter(wanted).map(({ name }) => name))
  return html`<h2>${reader.say('writ-public-where')}</h2>
    <dl class="facts">
      <dt>${reader.say('writ-public-read-and-write')}</dt>
      <dd>${named(({ read, write }) => read && write)}</dd>
      <dt>${reader.say('writ-public-read-only')}</dt>
      <dd>${named(({ read, write }) => read && !write)}</dd>
      <dt>${reader.say('writ-public-closed')}</dt>
      <dd>${named(({ read }) => !read)}</dd>
    </dl>
    <p class="quiet">${reader.say('writ-public-pages-name-groups')}</p>`
}

function becoming(reader: Reader, { id, account, asks }: UserTypeView): Html {
  if (id === 'everyone')
    return html`<h2>${reader.say('writ-public-become-more')}</h2>
      <p>${reader.say('writ-public-account-does-more')} ${account ?? reader.say('writ-public-get-account')}</p>`
  if (asks.length === 0) return html``
  return html`<h2>${reader.say('writ-public-become-more')}</h2>
    <p>${reader.fill('writ-public-can-ask-for', commas(asks.map(roleLink)))}</p>`
}
