import { html } from 'hono/html'
import type { Cell } from '../../charter/matrix.ts'
import { page, type Html } from '../layout.ts'
import { lineLink } from '../parts.ts'
import type { MatrixView, SiteView } from '../view.ts'

const WORD: Readonly<Record<Cell, string>> = { direct: 'yes', inherited: 'inherited', revoked: 'revoked' }
const MARK: Readonly<Record<Cell, string>> = { direct: '✓', inherited: '↑', revoked: '✕' }

export function matrixPage(site: SiteView, view: MatrixView): Html {
  const body = html` <form class="filter" method="get" action="/matrix">
      <div>
        <label for="target">Target</label
        ><select class="cdx-select" id="target" name="target">
          ${view.targets.map((target) => html`<option value="${target.id}" ${target.id === view.target ? html` selected` : ''}>${target.title}</option>`)}
        </select>
      </div>
      <div>
        <label for="filter">Right, reason or group</label
        ><input class="cdx-text-input__input" id="filter" name="q" value="${view.filter}" />
      </div>
      <button class="cdx-button cdx-button--action-progressive" type="submit">Show</button>
    </form>
    <p class="quiet">✓ the group itself has the right · ↑ it comes from a group it includes · ✕ the group takes it away</p>
    ${view.rights.length === 0 || view.groups.length === 0 ? html`<p>Nothing matches “${view.filter}”. <a href="/matrix?target=${encodeURIComponent(view.target)}">Show everything</a></p>` : html`${table(view)}${cards(view)}`}`
  const query = `?target=${encodeURIComponent(view.target)}${view.filter === '' ? '' : `&q=${encodeURIComponent(view.filter)}`}`
  return page(site, { heading: 'Who has which right', path: `/matrix${query}`, crumbs: [], body })
}

function table(view: MatrixView): Html {
  return html`<div class="scroll wide" tabindex="0" role="region" aria-labelledby="caption">
      <table class="matrix">
        <caption class="hidden" id="caption">
          Rights and groups of ${view.target}
        </caption>
        <thead>
          <tr>
            <th scope="col">Right</th>
            ${view.groups.map((group) => html`<th scope="col" title="${group.note ?? group.title}"><span>${group.title}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${view.rights.map(
            (right) =>
              html`<tr id="${right.name}">
                <th scope="row"><code>${right.name}</code> <span class="hidden">${right.text}</span></th>
                ${view.groups.map((group) => cell(right.cells[group.name]))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="wide">
      <h2>What the rights do, and why they are given so</h2>
      <dl class="facts">
        ${view.rights.map(
          (right) =>
            html`<dt>
                <a href="#${right.name}"><code>${right.name}</code></a>
              </dt>
              <dd>
                ${right.text}${right.why === undefined ? '' : html`<br /><span class="quiet">${right.why}</span>`}
                ${right.line === undefined ? '' : html`(${lineLink(right.line)})`}
              </dd>`,
        )}
      </dl>
    </div>`
}

function cell(value: Cell | undefined): Html {
  return value === undefined ? html`<td></td>` : html`<td>${MARK[value]}<span class="hidden">${WORD[value]}</span></td>`
}

/** The same on a narrow screen: one card a group. */
function cards(view: MatrixView): Html {
  return html`<div class="cards">
    ${view.groups.map((group) => {
      const own = view.rights.filter((right) => right.cells[group.name] !== undefined)
      return html`<h2>${group.title}</h2>
        ${own.length === 0 ? html`<p class="quiet">no right of its own</p>` : html`<p>${own.length} rights: ${own.map((right) => right.name).join(', ')}</p>`}`
    })}
  </div>`
}
