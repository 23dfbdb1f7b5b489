import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { logTable } from '../log-table.ts'
import { documentLink, promiseList } from '../parts.ts'
import type { MessageKey } from '../messages.ts'
import type { Reader } from '../reader.ts'
import type { HomeView, SiteView } from '../view.ts'

export function homePage(reader: Reader, site: SiteView, view: HomeView): Html {
  const { counts, lastMonth } = view
  const charter = html`<a href="/charter">${reader.say('writ-public-home-charter')}</a>`
  const log = html`<a href="/log">${reader.say('writ-public-home-log')}</a>`
  const body = html` ${view.about === undefined ? '' : html`<p>${view.about}</p>`}
    <p>
      ${reader.fill('writ-public-home-intro', charter, log)}
      ${view.document === undefined ? '' : reader.fill('writ-public-home-document', documentLink(view.document))}
    </p>
    <ul class="counts">
      ${card(reader, '/people', counts.people, 'writ-public-home-people')} ${card(reader, '/roles', counts.roles, 'writ-public-home-roles')}
      ${card(reader, '/matrix', counts.grants, 'writ-public-home-grants')}
      ${card(reader, '/log?type=drift.found', counts.drift, 'writ-public-home-drift')}
    </ul>
    <h2>${reader.say('writ-public-questions')}</h2>
    <ul>
      ${question('/matrix', reader.say('writ-public-question-matrix'))}
      ${question(`/log?type=changes&since=${lastMonth.from}&until=${lastMonth.until}`, reader.say('writ-public-question-month'))}
      ${question('/roles', reader.say('writ-public-question-ask'))} ${question('/hierarchy', reader.say('writ-public-question-hierarchy'))}
      ${question('/safety', reader.say('writ-public-question-safety'))} ${question('/reviews', reader.say('writ-public-question-reviews'))}
    </ul>
    <h2>${reader.say('writ-public-promises')}</h2>
    ${promiseList(reader, view.promises)}
    <h2>${reader.say('writ-public-last-changes')}</h2>
    ${view.recent.length === 0 ? html`<p class="quiet">${reader.say('writ-public-nothing-yet')}</p>` : logTable(reader, view.recent, reader.say('writ-public-last-changes'), true)}
    <p class="more"><a href="/log">${reader.say('writ-public-whole-log')}</a></p>`
  return page(reader, site, { heading: site.title, path: '/', crumbs: [], body })
}

/** The number is shown large on a line of its own, so that the order of words does not matter. */
function card(reader: Reader, href: string, count: number, key: MessageKey): Html {
  return html`<li>
    <a class="cdx-card" href="${href}"><strong>${reader.number(count)}</strong> ${reader.say(key, count)}</a>
  </li>`
}

function question(href: string, text: string): Html {
  return html`<li><a href="${href}">${text}</a></li>`
}
