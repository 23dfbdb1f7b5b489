import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import { quiet } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { targetTable } from './target-table.ts'
import type { OverviewView } from './view.ts'

/** What Writ is about to do by itself, and where everything else is done. */
export function overviewPage(reader: Reader, site: SiteView, view: OverviewView): Html {
  const body = html`<ul class="ways">
      <li><a href="/admin/tonight">${reader.say('writ-admin-tonight')}</a></li>
      <li><a href="/admin/targets">${reader.say('writ-admin-targets')}</a></li>
      <li><a href="/admin/seats">${reader.say('writ-admin-seats')}</a></li>
      <li><a href="/admin/jobs">${reader.say('writ-admin-jobs')}</a></li>
      <li><a href="/admin/pause">${reader.say(site.paused === undefined ? 'writ-admin-pause' : 'writ-admin-resume')}</a></li>
      <li><a href="/admin/settings">${reader.say('writ-admin-settings')}</a></li>
      <li><a href="/admin/export">${reader.say('writ-admin-leaving')}</a></li>
      ${view.cases ? html`<li><a href="/cases">${reader.say('writ-member-cases')}</a></li>` : ''}
      ${
        view.linksAccounts
          ? html`<li><a href="/admin/people">${reader.say('writ-admin-people')}</a></li>
              <li><a href="/admin/offboarding">${reader.say('writ-admin-offboarding')}</a></li>`
          : ''
      }
    </ul>
    <h2>${reader.say('writ-admin-due')}</h2>
    <p>${reader.say('writ-admin-due-about')}</p>
    ${dueList(reader, view)}
    <h2>${reader.say('writ-admin-compared')}</h2>
    <p>${reader.say('writ-admin-compared-about')}</p>
    ${view.targets.length === 0 ? html`<p class="quiet">${reader.say('writ-admin-no-targets')}</p>` : targetTable(reader, view.targets)}`
  return page(reader, site, { heading: reader.say('writ-admin-admin'), path: '/admin', crumbs: [], body })
}

function dueList(reader: Reader, { due, dueCount, taking }: OverviewView): Html {
  if (dueCount === 0) return html`<p class="quiet">${reader.say('writ-admin-due-none')}</p>`
  return html`<ul>
      ${due.map(({ text, clause }) => html`<li>${reader.english(text)} ${quiet(clause)}</li>`)}
    </ul>
    ${dueCount > due.length ? html`<p>${reader.say('writ-admin-due-more', dueCount - due.length)}</p>` : ''}
    ${taking === 0 ? '' : html`<p>${reader.say('writ-admin-due-taking', taking)}</p>`}
    ${form(reader, { action: '/admin/due', button: reader.say('writ-admin-due-now'), kind: 'quiet' })}`
}
