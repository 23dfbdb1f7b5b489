import { html } from 'hono/html'
import { page } from '../../layout.ts'
import { foreign } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { everything, results } from './ask.ts'
import type { DraftView } from './view.ts'

/** What came by mail, and the roles that a request can be made of it for. */
export function draftPage(reader: Reader, site: SiteView, { draft, at, until, subject, text, found, all }: DraftView): Html {
  const query = `?draft=${encodeURIComponent(draft)}`
  const body = html`<p>
      ${reader.fill('writ-member-draft-about', reader.day(at))} ${reader.fill('writ-member-draft-until', reader.day(until))}
    </p>
    <blockquote>
      <p><strong>${foreign(subject)}</strong></p>
      ${text.split(/\n{2,}/).map((part) => html`<p>${foreign(part)}</p>`)}
    </blockquote>
    <p>${reader.say('writ-member-draft-which')}</p>
    ${found.length === 0 ? '' : results(reader, found, query)} ${everything(reader, all, query)}`
  return page(reader, site, {
    heading: reader.say('writ-member-draft'),
    path: `/drafts/${encodeURIComponent(draft)}`,
    crumbs: [
      { href: '/me', text: reader.say('writ-login-me') },
      { href: '/request', text: reader.say('writ-member-ask') },
    ],
    body,
  })
}
