import { html } from 'hono/html'
import { form } from '../../form.ts'
import type { Html, Reader } from '../../reader.ts'
import { carriedFields, setupPage } from './frame.ts'
import type { EnterView } from './view.ts'

/** Asks for the one-time token; what was filled in before goes along. */
export function enterPage(reader: Reader, { action, carried, late }: EnterView): Html {
  const body = html`<p>${reader.say('writ-setup-enter-about')}</p>
    ${late ? html`<p class="stale">${reader.say('writ-setup-enter-late')}</p>` : ''}
    ${carried.length === 0 ? '' : html`<p role="status">${reader.say('writ-setup-enter-kept')}</p>`}
    ${form(reader, {
      action,
      button: reader.say('writ-setup-enter-button'),
      file: carried.length > 0,
      body: (f) =>
        html`${carriedFields(carried)}
        ${f.field({
          name: 'token',
          label: reader.say('writ-setup-token'),
          hint: reader.say('writ-setup-token-hint'),
          type: 'password',
          required: true,
        })}`,
    })}
    <p><a href="/setup/guide">${reader.say('writ-setup-guide')}</a></p>`
  return setupPage(reader, 'writ-setup-title', body)
}
