import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import { logTable } from '../log-table.ts'
import { lineLink, notPublic, quiet, roleLink, tableHead } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { ReviewsView, SiteView } from '../view.ts'

/** Which roles are looked at again, when, by whom; and what the last reviews kept. */
export function reviewsPage(reader: Reader, site: SiteView, view: ReviewsView): Html {
  const done = reader.say('writ-public-reviews-done')
  const body = html`<p>${reader.say('writ-public-reviews-intro')}</p>
    ${view.rules.length === 0 ? html`<p class="quiet">${reader.say('writ-public-no-reviews')}</p>` : rules(reader, view)}
    <h2>${done}</h2>
    ${view.done.length === 0 ? html`<p class="quiet">${reader.say('writ-public-none-reviewed')}</p>` : logTable(reader, view.done, done)}
    <p class="more"><a href="/log?type=grant.reviewed">${reader.say('writ-public-all-reviewed')}</a></p>`
  return page(reader, site, { heading: reader.say('writ-public-reviews'), path: '/reviews', crumbs: [], body })
}

function rules(reader: Reader, view: ReviewsView): Html {
  const [when, holders, due] = [
    reader.say('writ-public-review-rule'),
    reader.say('writ-public-holders'),
    reader.say('writ-public-review-due'),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-public-reviews'), [reader.say('writ-common-role'), when, holders, due])}
    <tbody>
      ${view.rules.map(
        (rule) =>
          html`<tr>
            <th scope="row">${roleLink(rule)}</th>
            <td data-label="${when}">${reader.english(rule.rule)} ${lineLink(rule.line)}</td>
            <td data-label="${holders}">${rule.holders === undefined ? notPublic(reader) : reader.number(rule.holders)}</td>
            <td data-label="${due}">${dueOf(reader, rule)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

function dueOf(reader: Reader, { due, overdue, holders }: ReviewsView['rules'][number]): Html {
  if (due === undefined) return quiet(reader.say(holders === 0 ? 'writ-public-nobody-to-review' : 'writ-common-not-public'))
  return overdue
    ? html`${reader.day(due)} <span class="chip broken">${reader.say('writ-public-overdue')}</span>`
    : html`${reader.day(due)} <span class="quiet">(${reader.since(due)})</span>`
}
