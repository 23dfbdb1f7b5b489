import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { commas, foreign, placeLink, quiet, roleLink, tableHead } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { SafetyRow, SafetyView, SiteView } from '../view.ts'

const MEANINGS: readonly (readonly [SafetyRow['verdict'], MessageKey])[] = [
  ['harmless', 'writ-public-means-harmless'],
  ['restorable', 'writ-public-means-restorable'],
  ['strippable', 'writ-public-means-strippable'],
  ['entrenched', 'writ-public-means-entrenched'],
  ['takeover', 'writ-public-means-takeover'],
]

export function safetyPage(reader: Reader, site: SiteView, view: SafetyView): Html {
  const charter = html`<a href="/charter">${reader.say('writ-public-charter-in-force')}</a>`
  const body = html` <p>${reader.fill('writ-public-safety-intro', charter)}</p>
    <p>
      ${resistanceText(reader, view)}
      ${view.assumed === undefined ? '' : html`<span class="quiet">${reader.fill('writ-public-assumed', reader.english(view.assumed))}</span>`}
    </p>
    <p>
      <a href="/hierarchy">${reader.say('writ-public-see-drawing')}</a> ·
      <a href="/safety/designs">${reader.say('writ-public-see-designs')}</a>
    </p>
    ${safetyTable(reader, view)}
    <h2>${reader.say('writ-public-what-verdicts-mean')}</h2>
    <dl class="facts">
      ${MEANINGS.map(
        ([verdict, key]) =>
          html`<dt>${reader.english(verdict)}</dt>
            <dd>${reader.say(key)}</dd>`,
      )}
    </dl>`
  return page(reader, site, { heading: reader.say('writ-public-safety-heading'), path: '/safety', crumbs: [], body })
}

/** What one rogue holder of each role could do. */
export function safetyTable(reader: Reader, view: SafetyView): Html {
  return html`<table class="list">
      ${tableHead(reader.say('writ-public-safety-caption'), [
        reader.say('writ-public-one-rogue'),
        reader.say('writ-public-verdict'),
        reader.say('writ-public-could-hold'),
        reader.say('writ-public-could-take'),
        reader.say('writ-public-undone-by'),
      ])}
      <tbody>
        ${view.rows.map((one) => row(reader, one))}
      </tbody>
    </table>
    ${view.vacant.length === 0 ? '' : html`<p class="quiet">${reader.say('writ-public-vacant', view.vacant.join(', '))}</p>`}
    <p class="quiet">${reader.say(view.rows.every(isExact) ? 'writ-public-proof-exact' : 'writ-public-proof-partly')}</p>`
}

function row(reader: Reader, one: SafetyRow): Html {
  const cell = (key: MessageKey, content: Html) => html`<td data-label="${reader.say(key)}">${content}</td>`
  const verdict = (told: { readonly verdict: SafetyRow['verdict']; readonly means: string; readonly isExact: boolean }) =>
    html`${chip(reader, told.verdict)} <span class="quiet">${reader.english(told.means)}</span>${told.isExact ? '' : atMost(reader)}`
  const technical = one.technical === undefined ? '' : html`<br />${reader.fill('writ-public-by-technical-means', verdict(one.technical))}`
  return html`<tr>
    <th scope="row">
      ${one.role === undefined ? reader.say('writ-public-without-role') : reader.unfounded === true ? foreign(one.role.title) : roleLink(one.role)}
    </th>
    <td>
      ${verdict(one)} ${technical}
      ${one.lines.length === 0 ? '' : html`<br />${one.lines.map((line) => html`${placeLink(reader, line)} `)}`}
      ${
        one.role === undefined || one.verdict === 'harmless' || reader.unfounded === true
          ? ''
          : html`<br /><a href="/hierarchy?rogue=${encodeURIComponent(one.role.id)}">${reader.say('writ-public-draw-this')}</a>`
      }
    </td>
    ${cell('writ-public-could-hold', list(reader, one.captures))} ${cell('writ-public-could-take', list(reader, one.strips))}
    ${cell('writ-public-undone-by', undoneBy(reader, one))}
  </tr>`
}

function atMost(reader: Reader): Html {
  return html` <span class="quiet">${reader.say('writ-public-proof-at-most')}</span>`
}

/** Who puts it right again. */
export function undoneBy(reader: Reader, { verdict, undoneBy: roles, undoers, undoersUnknown, byAmendment }: SafetyRow): Html {
  if (verdict === 'harmless') return quiet(reader.say('writ-public-no-need'))
  if (roles.length > 0) return reader.fill('writ-public-undone-by-one', commas(roles.map((role) => html`${role}`)))
  if (undoersUnknown) return quiet(reader.say('writ-public-undone-by-unknown'))
  if (verdict === 'restorable')
    return html`${undoers === undefined ? reader.say('writ-public-undone-by-several') : reader.say('writ-public-undone-by-others', undoers)}`
  return html`${reader.say(byAmendment ? 'writ-public-undone-by-charter' : 'writ-public-undone-by-nobody')}`
}

function list(reader: Reader, names: readonly string[]): Html {
  return names.length === 0 ? quiet(reader.say('writ-public-nothing')) : html`${names.join(', ')}`
}

function isExact({ isExact: own, technical }: SafetyRow): boolean {
  return own && technical?.isExact !== false
}

export function chip(reader: Reader, verdict: SafetyRow['verdict']): Html {
  const kind = verdict === 'harmless' || verdict === 'restorable' ? 'kept' : 'broken'
  return html`<span class="chip ${kind}">${reader.english(verdict)}</span>`
}

export function resistanceText(reader: Reader, { resistance, atLeast, ended, survivesTechnical }: SafetyView): Html {
  if (resistance === 0) return html`<strong>${reader.say(atLeast ? 'writ-public-one-may-be-enough' : 'writ-public-one-is-enough')}</strong>`
  const technical = survivesTechnical ? '' : html` ${reader.say('writ-public-technical-one-is-enough')}`
  const key = atLeast ? 'writ-public-resists-at-least' : 'writ-public-resists'
  const more = ended ? html` ${reader.say('writ-public-more-unknown')}` : ''
  return html`<strong>${reader.say(key, resistance)}</strong>${more}${technical}`
}
