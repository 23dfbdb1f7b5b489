import { html } from 'hono/html'
import type { Cell } from '../../charter/matrix.ts'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import { lineLink, roleLink, select, textField } from '../parts.ts'
import type { MatrixView, SiteView, UserTypeView } from '../view.ts'

const WORD: Readonly<Record<Cell, string>> = { direct: 'yes', inherited: 'inherited', revoked: 'revoked' }
const MARK: Readonly<Record<Cell, string>> = { direct: '✓', inherited: '↑', revoked: '✕' }

export function matrixPage(reader: Reader, site: SiteView, view: MatrixView): Html {
  const body = html` <form class="filter" method="get" action="/matrix">
      ${select(
        'target',
        'Target',
        view.target,
        view.targets.map(({ id, title }) => ({ value: id, text: title })),
      )}
      ${select('as', 'As', view.as?.id ?? '', [{ value: '', text: 'all groups' }, ...view.types.map(({ id, title }) => ({ value: id, text: title }))])}
      ${textField('q', 'Right, reason or group', view.filter)}
      <button class="cdx-button cdx-button--action-progressive" type="submit">Show</button>
    </form>
    ${view.as === undefined ? '' : userType(view.as)}
    ${view.rights.length === 0 || view.groups.length === 0 ? nothing(view) : html`${table(view)}${cards(view)}${reasons(view)}`}`
  const query = `?target=${encodeURIComponent(view.target)}${view.as === undefined ? '' : `&as=${encodeURIComponent(view.as.id)}`}${view.filter === '' ? '' : `&q=${encodeURIComponent(view.filter)}`}`
  const heading = view.as === undefined ? 'Who has which right' : `As ${view.as.title}`
  return page(reader, site, { heading, path: `/matrix${query}`, crumbs: [], body })
}

/** What somebody of one user type meets: what is closed, where they read and write, what they can become. */
function userType(as: UserTypeView): Html {
  return html`<p>Groups: ${as.groups.join(', ') || 'none'}. ${as.gates.length === 0 ? 'No gate stands before them.' : ''}</p>
    ${as.gates.length === 0 ? '' : html`<h2>Closed to them</h2>`}
    ${
      as.gates.length === 0
        ? ''
        : html`<ul>
            ${as.gates.map(
              (gate) =>
                html`<li>
                  ${gate.text} ${lineLink(gate.line)}<br /><span class="quiet"
                    >${gate.rights.length === 0 ? 'every right' : gate.rights.join(', ')}; open to
                    ${gate.opens.join(', ') || 'nobody'}${gate.listed === undefined ? '' : ', and to groups that the page names'}</span
                  >
                </li>`,
            )}
          </ul>`
    }
    ${as.places.length === 0 ? '' : places(as.places)} ${becoming(as)}
    <h2>Rights</h2>`
}

function places(rows: UserTypeView['places']): Html {
  const named = (wanted: (row: UserTypeView['places'][number]) => boolean) =>
    rows
      .filter(wanted)
      .map(({ name }) => name)
      .join(', ') || 'none'
  return html`<h2>Where they read and write</h2>
    <dl class="facts">
      <dt>read and write</dt>
      <dd>${named(({ read, write }) => read && write)}</dd>
      <dt>read only</dt>
      <dd>${named(({ read, write }) => read && !write)}</dd>
      <dt>closed</dt>
      <dd>${named(({ read }) => !read)}</dd>
    </dl>
    <p class="quiet">Pages that name groups themselves are closed to everybody else on top of this.</p>`
}

function becoming({ id, account, asks }: UserTypeView): Html {
  if (id === 'everyone')
    return html`<h2>How to become more</h2>
      <p>
        Whoever has an account can do more, and ask for more. ${account ?? 'Log in, or see on the target itself how one gets an account.'}
      </p>`
  if (asks.length === 0) return html``
  return html`<h2>How to become more</h2>
    <p>They can ask for: ${asks.map((role, index) => html`${index === 0 ? '' : ', '}${roleLink(role)}`)}.</p>`
}

function nothing({ filter, target }: MatrixView): Html {
  if (filter === '') return html`<p class="quiet">The charter names no rights or groups here.</p>`
  return html`<p>Nothing matches “<bdi>${filter}</bdi>”. <a href="/matrix?target=${encodeURIComponent(target)}">Show everything</a></p>`
}

/** Abolished groups have no column: nobody is to be in them. */
function columnsOf(view: MatrixView): MatrixView['groups'] {
  return view.groups.filter((group) => !group.abolished || view.rights.some((right) => right.cells[group.name] !== undefined))
}

function table(view: MatrixView): Html {
  const columns = columnsOf(view)
  const left = view.groups.filter((group) => !columns.includes(group))
  const title = view.targets.find(({ id }) => id === view.target)?.title ?? view.target
  return html`<div class="wide">
    <p class="quiet">✓ the group itself has the right · ↑ it comes from a group it includes · ✕ the group takes it away</p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="caption">
      <table class="matrix">
        <caption class="hidden" id="caption">
          Rights and groups of ${title}
        </caption>
        <thead>
          <tr>
            <th scope="col">Right</th>
            ${columns.map((group) => html`<th scope="col"><span>${group.title}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${view.rights.map(
            (right) =>
              html`<tr>
                <th scope="row"><a href="#right-${right.name}">${right.name}</a></th>
                ${columns.map((group) => cell(right.cells[group.name]))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${left.length === 0 ? '' : html`<p class="quiet">Abolished, without rights: ${left.map((group) => group.title).join(', ')}</p>`}
  </div>`
}

function cell(value: Cell | undefined): Html {
  return value === undefined ? html`<td></td>` : html`<td>${MARK[value]}<span class="hidden">${WORD[value]}</span></td>`
}

/** The same on a narrow screen: one card a group. */
function cards(view: MatrixView): Html {
  return html`<div class="cards">
    ${cardsOf(view).map((group) => {
      const own = view.rights.filter((right) => (right.cells[group.name] ?? 'revoked') !== 'revoked')
      const revoked = view.rights.filter((right) => right.cells[group.name] === 'revoked')
      return html`<section class="card">
        <h2>${group.title}</h2>
        ${group.note === undefined ? '' : html`<p class="quiet">${group.note}</p>`}
        ${own.length === 0 ? html`<p class="quiet">no right of its own</p>` : rightLinks(`${own.length} ${own.length === 1 ? 'right' : 'rights'}`, own)}
        ${revoked.length === 0 ? '' : rightLinks('takes away', revoked)}
      </section>`
    })}
  </div>`
}

/** With a filter only groups that have to do with what was found. */
function cardsOf(view: MatrixView): MatrixView['groups'] {
  if (view.filter === '') return columnsOf(view)
  return columnsOf(view).filter((group) => view.rights.some((right) => right.cells[group.name] !== undefined))
}

function rightLinks(label: string, rights: MatrixView['rights']): Html {
  return html`<p>${label}: ${rights.map(({ name }, index) => html`${index === 0 ? '' : ', '}<a href="#right-${name}">${name}</a>`)}</p>`
}

function reasons(view: MatrixView): Html {
  return html`<h2>What the rights do, and why they are given so</h2>
    <dl class="facts">
      ${view.rights.map(
        (right) =>
          html`<dt id="right-${right.name}"><code>${right.name}</code></dt>
            <dd>
              ${right.text}${right.class === undefined ? '' : html` <span class="chip">${right.class}</span>`}${right.line === undefined ? '' : html` ${lineLink(right.line)}`}${right.why === undefined ? '' : html`<br /><span class="quiet">${right.why}</span>`}
            </dd>`,
      )}
    </dl>`
}
