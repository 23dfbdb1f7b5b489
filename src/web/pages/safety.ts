import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import { lineLink, roleLink } from '../parts.ts'
import type { SafetyRow, SafetyView, SiteView } from '../view.ts'

export function safetyPage(reader: Reader, site: SiteView, view: SafetyView): Html {
  const body = html` <p>
      If one holder of a role turned against everybody: what could that person take, and could the others put it right again? The verdicts
      are computed from <a href="/charter">the charter in force</a>, by roles; they do not say what anybody intends.
      <a href="/safety/designs">Beside proposed charters, and with those away who undo</a>.
    </p>
    <p>${resistanceText(view)} ${view.assumed === undefined ? '' : html`<span class="quiet">Assumed: ${view.assumed}.</span>`}</p>
    <table class="list">
      <caption class="hidden">
        What one rogue holder of each role could do
      </caption>
      <thead>
        <tr>
          <th scope="col">One rogue</th>
          <th scope="col">Verdict</th>
          <th scope="col">Could come to hold</th>
          <th scope="col">Could take from others</th>
          <th scope="col">Undone by</th>
        </tr>
      </thead>
      <tbody>
        ${view.rows.map(row)}
      </tbody>
    </table>
    ${view.vacant.length === 0 ? '' : html`<p class="quiet">Nobody holds: ${view.vacant.join(', ')}.</p>`}
    <h2>What the verdicts mean</h2>
    <dl class="facts">
      <dt>harmless</dt>
      <dd>can change nothing of who holds what</dd>
      <dt>restorable</dt>
      <dd>the others can take it all away again and give back what was lost</dd>
      <dt>strippable</dt>
      <dd>the others can take it away, but something stays lost</dd>
      <dt>entrenched</dt>
      <dd>the others cannot take it away, though they keep some power</dd>
      <dt>takeover</dt>
      <dd>the others can change nothing any more; only whoever runs the server can</dd>
    </dl>`
  return page(reader, site, { heading: 'Who could seize control', path: '/safety', crumbs: [], body })
}

function row(one: SafetyRow): Html {
  return html`<tr>
    <th scope="row">${one.role === undefined ? 'somebody without any role' : roleLink(one.role)}</th>
    <td>
      ${chip(one.verdict)} <span class="quiet">${one.means}</span> ${
        one.technical === undefined
          ? ''
          : html`<br />with technical means ${chip(one.technical.verdict)} <span class="quiet">${one.technical.means}</span>`
      }
      ${one.lines.length === 0 ? '' : html`<br />${one.lines.map((line) => html`${lineLink(line)} `)}`}
    </td>
    <td data-label="Could come to hold">${list(one.captures)}</td>
    <td data-label="Could take from others">${list(one.strips)}</td>
    <td data-label="Undone by">${undoneBy(one)}</td>
  </tr>`
}

function undoneBy({ verdict, undoneBy: roles, undoers, byAmendment }: SafetyRow): Html {
  if (verdict === 'harmless') return html`<span class="quiet">no need</span>`
  if (roles.length > 0) return html`one ${roles.join(', or one ')}`
  if (verdict === 'restorable')
    return html`${undoers === undefined ? 'several of the others' : undoers === 1 ? 'one of the others' : `${undoers} of the others together`}`
  return byAmendment ? html`nobody, but for a change of the charter` : html`nobody inside`
}

function list(names: readonly string[]): Html {
  return names.length === 0 ? html`<span class="quiet">nothing</span>` : html`${names.join(', ')}`
}

function chip(verdict: SafetyRow['verdict']): Html {
  const kind = verdict === 'harmless' || verdict === 'restorable' ? 'kept' : 'broken'
  return html`<span class="chip ${kind}">${verdict}</span>`
}

function resistanceText({ resistance, atLeast, survivesTechnical }: SafetyView): Html {
  const technical = survivesTechnical || resistance === 0 ? '' : ' With technical means, such as scripts of the site, one is too many.'
  if (resistance === 0) return html`<strong>One rogue account is enough</strong> to do what nobody inside could undo.`
  const many = `${atLeast ? 'at least ' : ''}${resistance === 1 ? 'one rogue account' : `${resistance} rogue accounts together`}`
  return html`<strong>Whatever ${many} did could be undone</strong> from inside.${technical}`
}
