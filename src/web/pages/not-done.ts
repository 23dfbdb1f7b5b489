import { html } from 'hono/html'
import { page } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

/** Something that was asked for and not done, where its own page cannot be shown again: what came back stands at its top. */
export function notDonePage(reader: Reader, site: SiteView, what: MessageKey, back: string): Html {
  const body = html`<p><a href="${back}">${reader.say('writ-login-back')}</a></p>`
  return page(reader, site, { heading: reader.say(what), path: undefined, crumbs: [], body })
}
