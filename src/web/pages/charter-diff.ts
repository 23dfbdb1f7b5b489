import { html } from 'hono/html'
import { charterChanges } from '../charter-changes.ts'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import type { CharterDiffView, SiteView } from '../view.ts'

/** What one revision of the charter changed of another: changes only, never two texts side by side. */
export function charterDiffPage(reader: Reader, site: SiteView, view: CharterDiffView): Html {
  const { before, after } = view
  const swap = html`<a href="/charter/diff/${after}..${before}">${reader.say('writ-public-other-way-round')}</a>`
  const body = html`<p>${reader.fill('writ-public-diff-intro', revision(reader, before), revision(reader, after))} ${swap}</p>
    ${charterChanges(reader, view)}`
  return page(reader, site, {
    heading: reader.say('writ-public-diff-heading', before, after),
    path: `/charter/diff/${before}..${after}`,
    crumbs: [{ href: '/charter', text: reader.say('writ-common-nav-charter') }],
    body,
  })
}

function revision(reader: Reader, number: number): Html {
  return html`<a href="/charter/rev/${number}">${reader.say('writ-public-revision-number', number)}</a>`
}
