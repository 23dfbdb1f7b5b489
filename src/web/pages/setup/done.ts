import { html } from 'hono/html'
import { form } from '../../form.ts'
import { foreign } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import { setupPage } from './frame.ts'
import { remarksList } from './preview.ts'
import type { DoneView } from './view.ts'

/** For whoever founded it: the way in. */
export function donePage(reader: Reader, { handle, code, until, remarks }: DoneView): Html {
  const body = html`<p role="status"><strong>${reader.say('writ-setup-done-about')}</strong></p>
    ${form(reader, { action: '/login/code', button: reader.say('writ-setup-log-in', handle), fixed: { code, next: '/admin' } })}
    <p>${reader.fill('writ-setup-done-code', foreign(handle), reader.moment(until))}</p>
    ${remarksList(reader, remarks)}`
  return setupPage(reader, 'writ-setup-done', body)
}
