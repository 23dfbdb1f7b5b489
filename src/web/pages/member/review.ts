import { html } from 'hono/html'
import { answers, form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { foreign, quiet, roleLink, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { ReviewView } from './duties-view.ts'

type Row = ReviewView['rows'][number]

/** A review for those who answer it: each holder with what is known, and what was said. */
export function reviewPage(reader: Reader, site: SiteView, view: ReviewView): Html {
  const [person, since, useCase, answer] = [
    reader.say('writ-common-person'),
    reader.say('writ-member-held-since'),
    reader.say('writ-member-use-case'),
    reader.say('writ-member-said'),
  ]
  const body = html`<p>
      ${roleLink(view.role)}:
      ${view.closed === null ? reader.fill('writ-member-review-until', reader.day(view.until)) : reader.fill('writ-member-review-closed', reader.day(view.closed))}
      ${reader.say('writ-member-review-answered', view.answered, view.rows.length)}
    </p>
    <p>
      <progress value="${view.answered}" max="${view.rows.length}" aria-label="${reader.say('writ-member-review-progress')}"></progress>
    </p>
    <table class="list">
      ${tableHead(reader.say('writ-member-review-of', view.role.title), [person, since, useCase, answer])}
      <tbody>
        ${view.rows.map(
          (row) =>
            html`<tr id="g${row.grant}">
              <th scope="row">${foreign(row.person)}</th>
              <td data-label="${since}">${reader.day(row.from)}</td>
              <td data-label="${useCase}">${row.useCase === null ? quiet(reader.say('writ-member-unknown')) : foreign(row.useCase)}</td>
              <td data-label="${answer}">${said(reader, row)} ${row.mine ? answering(reader, view.review, row) : ''}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
  return page(reader, site, {
    heading: reader.say('writ-member-review-of', view.role.title),
    path: `/reviews/${view.review}`,
    crumbs: [
      { href: '/reviews', text: reader.say('writ-public-reviews') },
      { href: '/notices', text: reader.say('writ-member-notices') },
    ],
    body,
  })
}

const WORDS: Readonly<Record<'keep' | 'remove' | 'ask', MessageKey>> = {
  keep: 'writ-member-word-keep',
  remove: 'writ-member-word-remove',
  ask: 'writ-member-word-ask',
}

function said(reader: Reader, { answer }: Row): Html {
  if (answer === null) return quiet(reader.say('writ-member-nothing-said-yet'))
  return html`<strong>${reader.say(WORDS[answer.word])}</strong> ${foreign(answer.by)}, ${reader.since(answer.at)}`
}

function answering(reader: Reader, review: number, { grant, person }: Row): Html {
  const answer = (value: 'keep' | 'remove' | 'ask', key: MessageKey) => ({
    value,
    text: reader.say(key),
    label: reader.say('writ-member-for-person', reader.say(key), person),
  })
  return form(reader, {
    action: `/reviews/${review}/answer`,
    fixed: { grant: String(grant) },
    body: (f) => f.field({ name: 'reason', label: reader.say('writ-member-reason'), most: 1000 }),
    buttons: answers('answer', [
      answer('keep', 'writ-member-review-keep'),
      answer('remove', 'writ-member-review-remove'),
      answer('ask', 'writ-member-review-ask'),
    ]),
  })
}
