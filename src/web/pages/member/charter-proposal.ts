import { html } from 'hono/html'
import { answers, form } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { foreign, quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { comparison } from './charter-comparison.ts'
import type { CharterProposalRow, CharterProposalView } from './duties-view.ts'

const STATES: Readonly<Record<CharterProposalRow['status'], MessageKey>> = {
  draft: 'writ-member-charter-draft',
  open: 'writ-member-charter-open',
  withdrawn: 'writ-member-outcome-withdrawn',
  refused: 'writ-member-outcome-refused',
  adopted: 'writ-member-charter-adopted',
}

/** Proposed charters, the last one first. */
export function charterProposalsPage(reader: Reader, site: SiteView, proposals: readonly CharterProposalRow[]): Html {
  const [proposal, by, why, state] = [
    reader.say('writ-member-proposal'),
    reader.say('writ-member-proposed-by'),
    reader.say('writ-member-reason'),
    reader.say('writ-member-state'),
  ]
  const propose = html`<p><a href="/charter/propose">${reader.say('writ-member-propose')}</a></p>`
  const body =
    proposals.length === 0
      ? html`<p>${reader.say('writ-member-proposals-none')}</p>
          ${propose}`
      : html`${propose}
          <table class="list">
            ${tableHead(reader.say('writ-member-proposals'), [proposal, by, why, state])}
            <tbody>
              ${proposals.map(
                (one) =>
                  html`<tr id="p${one.proposal}">
                    <th scope="row">
                      <a href="/charter/proposals/${one.proposal}">${reader.say('writ-member-proposal-number', one.proposal)}</a>
                    </th>
                    <td data-label="${by}">${foreign(one.by)}, ${reader.since(one.at)}</td>
                    <td data-label="${why}">${one.reason === null ? quiet(reader.say('writ-member-unknown')) : foreign(one.reason)}</td>
                    <td data-label="${state}">${reader.say(STATES[one.status])}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
  return page(reader, site, {
    heading: reader.say('writ-member-proposals'),
    path: '/charter/proposals',
    crumbs: [{ href: '/charter', text: reader.say('writ-common-nav-charter') }],
    body,
  })
}

/** One proposed charter for everybody who is logged in. */
export function charterProposalPage(reader: Reader, site: SiteView, view: CharterProposalView): Html {
  const at = `/charter/proposals/${view.proposal}`
  const body = html`<dl class="facts">
      <dt>${reader.say('writ-member-state')}</dt>
      <dd>
        ${reader.say(STATES[view.status])}
        ${view.inForceFrom === null ? '' : reader.fill('writ-member-in-force-from', reader.moment(view.inForceFrom))}
      </dd>
      <dt>${reader.say('writ-member-proposed-by')}</dt>
      <dd>${foreign(view.by)}, ${reader.moment(view.at)}</dd>
      <dt>${reader.say('writ-member-reason')}</dt>
      <dd>${view.reason === null ? quiet(reader.say('writ-member-unknown')) : foreign(view.reason)}</dd>
      ${
        view.status !== 'open' || view.decidedFrom === null
          ? ''
          : html`<dt>${reader.say('writ-member-decided-from')}</dt>
              <dd>${reader.moment(view.decidedFrom)} ${quiet(reader.say('writ-member-lacking', view.lacking))}</dd>`
      }
    </dl>
    <h2>${reader.say('writ-member-charter-changes')}</h2>
    ${view.comparison === null ? html`<p>${reader.say('writ-member-charter-unreadable')}</p>` : comparison(reader, view.comparison)}
    <p><a href="/charter/propose?from=${view.proposal}">${reader.say('writ-member-propose-onwards')}</a></p>
    ${votes(reader, view)}
    <h2>${reader.say('writ-member-feedback')}</h2>
    ${talk(reader, view, at)} ${view.status === 'open' ? decision(reader, view, at) : ''} ${own(reader, view, at)}`
  return page(reader, site, {
    heading: reader.say('writ-member-proposal-number', view.proposal),
    path: at,
    crumbs: [
      { href: '/charter', text: reader.say('writ-common-nav-charter') },
      { href: '/charter/proposals', text: reader.say('writ-member-proposals') },
    ],
    body,
  })
}

function votes(reader: Reader, { votes: list }: CharterProposalView): Html {
  if (list.length === 0) return html``
  return html`<h2>${reader.say('writ-member-decisions')}</h2>
    <ul>
      ${list.map(({ by, decision: word, at }) => html`<li>${foreign(by)}: <strong>${reader.say(word === 'approved' ? 'writ-member-approved' : 'writ-member-outcome-refused')}</strong>, ${reader.since(at)}</li>`)}
    </ul>`
}

const FORMS: Readonly<Record<CharterProposalView['comments'][number]['form'], MessageKey>> = {
  comment: 'writ-member-comment',
  question: 'writ-member-question',
  disadvantage: 'writ-member-disadvantage',
  reply: 'writ-member-reply',
}

function talk(reader: Reader, { comments, status }: CharterProposalView, at: string): Html {
  return html`${
    comments.length === 0
      ? html`<p class="quiet">${reader.say('writ-member-nothing-said')}</p>`
      : html`<ul>
          ${comments.map(
            (one) =>
              html`<li id="c${one.comment}">
                <span class="kind">${reader.say(FORMS[one.form])}</span> ${foreign(one.by)}:
                ${one.text === null ? reader.say('writ-member-unknown') : foreign(one.text)}
                ${one.unanswered ? reply(reader, one.comment, at) : ''}
              </li>`,
          )}
        </ul>`
  }
  ${
    status === 'open'
      ? form(reader, {
          action: `${at}/comment`,
          button: reader.say('writ-member-say'),
          kind: 'quiet',
          body: (f) =>
            html`${f.choice({
              name: 'form',
              label: reader.say('writ-member-kind'),
              options: (['comment', 'question', 'disadvantage'] as const).map((value) => ({ value, text: reader.say(FORMS[value]) })),
            })}
            ${f.area({ name: 'text', label: reader.say('writ-member-words'), required: true })}`,
        })
      : ''
  }`
}

function reply(reader: Reader, comment: number, at: string): Html {
  return form(reader, {
    action: `${at}/comment`,
    button: reader.say('writ-member-reply'),
    kind: 'quiet',
    fixed: { form: 'reply', to: String(comment) },
    body: (f) => f.field({ name: 'text', label: reader.say('writ-member-reply'), most: 1000, required: true }),
  })
}

function decision(reader: Reader, { mine, comparison: compared }: CharterProposalView, at: string): Html {
  return html`<h2>${reader.say('writ-member-decide')}</h2>
    ${
      mine.votes
        ? form(reader, {
            action: `${at}/vote`,
            body: (f) =>
              html`${f.tick({ name: 'feedback_read', label: reader.say('writ-member-feedback-read') })}
              ${mine.states.map(({ id, text }) => f.tick({ name: 'states', value: id, label: text }))}
              ${f.area({ name: 'reason', label: reader.say('writ-member-reason') })}`,
            buttons: answers('decision', [
              { value: 'approved', text: reader.say('writ-member-approve'), kind: 'progressive' },
              { value: 'refused', text: reader.say('writ-member-refuse'), kind: 'destructive' },
            ]),
          })
        : mine.whyNotVote === null
          ? ''
          : html`<p class="quiet">${reader.fill('writ-member-why-not', reader.english(mine.whyNotVote))}</p>`
    }
    ${
      mine.adopts
        ? html`<h3>${reader.say('writ-member-charter-adopt')}</h3>
            ${form(reader, {
              action: `${at}/adopt`,
              button: reader.say('writ-member-charter-adopt'),
              id: 'adoption',
              body: (f) =>
                html`${f.tick({ name: 'feedback_read', label: reader.say('writ-member-feedback-read') })}
                ${f.field({ name: 'from', type: 'date', label: reader.say('writ-member-charter-from'), hint: reader.say('writ-member-charter-from-hint') })}
                ${compared?.refused === true ? f.tick({ name: 'override', label: reader.say('writ-member-charter-override') }) : ''}
                ${f.field({ name: 'reason', label: reader.say('writ-member-reason'), most: 1000 })}`,
            })}`
        : mine.whyNotAdopt === null
          ? ''
          : html`<p class="quiet">${reader.fill('writ-member-why-not-adopt', reader.english(mine.whyNotAdopt))}</p>`
    }`
}

/** What its author may do. */
function own(reader: Reader, { mine, status }: CharterProposalView, at: string): Html {
  if (!mine.author || (status !== 'open' && status !== 'draft')) return html``
  const words = [
    ...(status === 'draft' ? [{ value: 'open', text: reader.say('writ-member-charter-open-it') }] : []),
    { value: 'withdrawn', text: reader.say('writ-member-charter-withdraw') },
  ]
  return html`<h2>${reader.say('writ-member-charter-status')}</h2>
    ${form(reader, {
      action: `${at}/status`,
      id: 'status',
      body: (f) => f.field({ name: 'reason', label: reader.say('writ-member-reason'), most: 1000, required: true }),
      buttons: answers('status', words),
    })}`
}
