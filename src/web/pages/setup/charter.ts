import { html } from 'hono/html'
import { charterFields } from '../../charter-fields.ts'
import { form } from '../../form.ts'
import { foreign } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import { carriedFields, setupPage, stepButtons } from './frame.ts'
import type { CharterStepView } from './view.ts'

/** The first step: the text of the charter, one's own or an example. */
export function charterStepPage(reader: Reader, { files, examples, example, carried }: CharterStepView): Html {
  const isBlank = reader.returned === undefined && files.every(({ text }) => text === '')
  const body = html`<p>${reader.say('writ-setup-charter-about')}</p>
    <details ${isBlank ? html` open` : ''}>
      <summary>${reader.say('writ-setup-examples')}</summary>
      <p class="quiet">${reader.say('writ-setup-examples-about')}</p>
      <ul>
        ${examples.map(
          ({ id, title, text }) =>
            html`<li>
              <a href="/setup?example=${encodeURIComponent(id)}" ${id === example ? html` aria-current="true"` : ''}>${foreign(title)}</a>
              ${text === undefined ? '' : html`<span class="quiet">${foreign(text)}</span>`}
            </li>`,
        )}
      </ul>
    </details>
    ${form(reader, {
      action: '/setup/check',
      button: '',
      file: true,
      body: (f) => html`${carriedFields(carried)} ${charterFields(f, reader, files)}`,
      buttons: stepButtons(reader.say('writ-setup-check'), []),
    })}`
  return setupPage(reader, 'writ-setup-charter', body, 1)
}
