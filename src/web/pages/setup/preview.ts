import { html } from 'hono/html'
import { form } from '../../form.ts'
import { foreign, promiseList } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import { verdict } from './check.ts'
import { carriedFields, setupPage, stepButtons } from './frame.ts'
import type { PreviewStepView } from './view.ts'

/** The last step: what would be written, and who could seize control with these people. */
export function previewStepPage(reader: Reader, { title, entries, remarks, promises, safety, carried }: PreviewStepView): Html {
  const body = html`<p role="status">${reader.fill('writ-setup-preview-about', html`<strong>${foreign(title)}</strong>`)}</p>
    ${remarksList(reader, remarks)}
    <h2>${reader.say('writ-setup-entries', entries.length)}</h2>
    <ol class="findings">
      ${entries.map((text) => html`<li>${reader.english(text)}</li>`)}
    </ol>
    <h2>${reader.say('writ-public-promises')}</h2>
    ${promiseList(reader, promises)}
    <h2>${reader.say('writ-public-safety-heading')}</h2>
    ${verdict(reader, safety)}
    ${form(reader, {
      action: '/setup/found',
      button: '',
      file: true,
      body: () => carriedFields(carried),
      buttons: stepButtons(reader.say('writ-setup-found'), [
        { action: '/setup/check', text: reader.say('writ-setup-to-people') },
        { action: '/setup/edit', text: reader.say('writ-setup-to-charter') },
      ]),
    })}
    <p class="quiet">${reader.say('writ-setup-found-about')}</p>`
  return setupPage(reader, 'writ-setup-preview', body, 3)
}

/** What is left out of the founding, and why. */
export function remarksList(reader: Reader, remarks: readonly string[]): Html {
  if (remarks.length === 0) return html``
  return html`<div class="stale">
    <p>${reader.say('writ-setup-remarks')}</p>
    <ul>
      ${remarks.map((text) => html`<li>${reader.english(text)}</li>`)}
    </ul>
  </div>`
}
