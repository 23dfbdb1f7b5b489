import { html } from 'hono/html'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { quiet, tableHead } from '../../parts.ts'
import { seatsOverTime } from '../../pictures/seats-over-time.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb, targetHref } from './parts.ts'
import type { SeatsOfTarget, SeatsPageView, SeatsView } from './seats-view.ts'

/** Seats taken, agreed and foreseen, target by target. */
export function seatsPage(reader: Reader, site: SiteView, view: SeatsPageView): Html {
  const body = view.unconnected
    ? html`<p class="quiet">${reader.say('writ-admin-tonight-not-now')}</p>`
    : view.targets.length === 0
      ? html`<p class="quiet">${reader.say('writ-admin-seats-none')}</p>`
      : html`${view.targets.map((one) => ofTarget(reader, one, view.charter))}`
  return page(reader, site, { heading: reader.say('writ-admin-seats'), path: '/admin/seats', crumbs: [adminCrumb(reader)], body })
}

function ofTarget(reader: Reader, { target, at, seats, problem }: SeatsOfTarget, charter: SeatsPageView['charter']): Html {
  return html`<h2 id="t-${target.id}"><a href="${targetHref(target.id)}">${target.title}</a></h2>
    ${
      seats === null
        ? html`<p class="stale">${reader.fill('writ-admin-tonight-unknown', reader.english(problem ?? ''))}</p>`
        : html`${counts(reader, seats, at, charter)} ${seatsOverTime(reader, seats, target.id)} ${overTime(reader, seats)}
          ${leaving(reader, seats)}`
    }`
}

function counts(reader: Reader, view: SeatsView, at: string, { revision, from }: SeatsPageView['charter']): Html {
  const { limit, percent, level, fullOn, contractEnd } = view
  const unknown = quiet(reader.say('writ-admin-seats-not-in-charter'))
  const said = () => quiet(reader.say('writ-admin-seats-since', revision, from.slice(0, 10)))
  const rows: readonly (readonly [MessageKey, Html])[] = [
    ['writ-admin-seats-taken', html`${reader.number(view.taken)} ${quiet(reader.say('writ-admin-seats-read', at.slice(0, 10)))}`],
    ['writ-admin-seats-full', html`${reader.number(view.full)}`],
    ['writ-admin-seats-look', html`${reader.number(view.readOnly)}`],
    ['writ-admin-seats-pending', html`${reader.number(view.pending)}`],
    ['writ-admin-seats-invited', quiet(reader.say('writ-admin-not-known'))],
    ['writ-admin-seats-limit', limit === null ? unknown : html`${reader.number(limit)} ${said()}`],
    [
      'writ-admin-seats-percent',
      percent === null
        ? unknown
        : html`${reader.number(percent)} %
          ${level === null ? '' : html`<span class="chip broken">${reader.say('writ-admin-seats-level', level)}</span>`}`,
    ],
    ['writ-admin-seats-joined', html`${reader.number(view.joined)}`],
    ['writ-admin-seats-full-on', fullOn === null ? quiet(reader.say('writ-admin-seats-not-foreseen')) : html`${reader.day(fullOn)}`],
    ['writ-admin-seats-contract', contractEnd === null ? unknown : html`${reader.day(contractEnd)} ${said()}`],
  ]
  return html`<dl class="facts">
    ${rows.map(
      ([key, value]) =>
        html`<dt>${reader.say(key)}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}

function overTime(reader: Reader, { past, forecast }: SeatsView): Html {
  const [day, seats, how] = [reader.say('writ-admin-seats-day'), reader.say('writ-admin-seats-taken'), reader.say('writ-admin-seats-how')]
  const rows = [
    ...past.map((one) => ({ ...one, key: 'writ-admin-seats-was' as const })),
    ...forecast.slice(1).map((one) => ({ ...one, key: 'writ-admin-seats-foreseen' as const })),
  ]
  return html`<table class="list">
    ${tableHead(reader.say('writ-admin-seats-drawing'), [day, seats, how])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${reader.day(row.day)}</th>
            <td data-label="${seats}">${reader.number(row.seats)}</td>
            <td data-label="${how}">${reader.say(row.key)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}

const OUTCOMES: Readonly<Record<SeatsView['leaving'][number]['outcome'], MessageKey>> = {
  remove: 'writ-admin-seats-remove',
  hold: 'writ-admin-seats-hold',
  skip: 'writ-admin-seats-skip',
}

function leaving(reader: Reader, view: SeatsView): Html {
  if (view.leaving.length === 0) return html``
  return html`<h3>${reader.say('writ-admin-seats-leaving')}</h3>
    <ul>
      ${view.leaving.map(
        ({ outcome, text, clause }) => html`<li>${reader.say(OUTCOMES[outcome])} ${reader.english(text)} ${quiet(clause)}</li>`,
      )}
    </ul>`
}
