import { html } from 'hono/html'
import type { Cell } from '../../charter/matrix.ts'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { lineLink, select, showButton, textField } from '../parts.ts'
import type { Reader } from '../reader.ts'
import type { CellChange, MatrixView, SiteView } from '../view.ts'
import { userType } from './user-type.ts'

const WORD: Readonly<Record<Cell, MessageKey>> = {
  direct: 'writ-public-cell-direct',
  inherited: 'writ-public-cell-inherited',
  revoked: 'writ-public-cell-revoked',
}
const MARK: Readonly<Record<Cell, string>> = { direct: '✓', inherited: '↑', revoked: '✕' }
const CHANGE: Readonly<Record<CellChange, MessageKey>> = {
  added: 'writ-public-cell-added',
  removed: 'writ-public-cell-removed',
  other: 'writ-public-cell-other',
}

export function matrixPage(reader: Reader, site: SiteView, view: MatrixView): Html {
  const all = (key: MessageKey) => ({ value: '', text: reader.say(key) })
  const body = html` <form class="filter" method="get" action="/matrix">
      ${select(
        'target',
        reader.say('writ-public-target'),
        view.target,
        view.targets.map(({ id, title }) => ({ value: id, text: title })),
      )}
      ${select('as', reader.say('writ-public-as'), view.as?.id ?? '', [all('writ-public-all-groups'), ...view.types.map(({ id, title }) => ({ value: id, text: title }))])}
      ${
        view.revisions.length < 2
          ? ''
          : select('since', reader.say('writ-public-compare-with'), String(view.since ?? ''), [
              all('writ-public-compare-nothing'),
              ...view.revisions
                .slice(1)
                .map((number) => ({ value: String(number), text: reader.say('writ-public-revision-number', number) })),
            ])
      }
      ${textField('q', reader.say('writ-public-right-or-group'), view.filter)} ${showButton(reader)}
    </form>
    ${view.as === undefined ? '' : userType(reader, view.as)} ${view.since === undefined ? '' : compared(reader, view, view.since)}
    ${view.rights.length === 0 || view.groups.length === 0 ? nothing(reader, view) : html`${table(reader, view)}${cards(reader, view)}${reasons(reader, view)}`}`
  const query = new URLSearchParams({ target: view.target })
  if (view.as !== undefined) query.set('as', view.as.id)
  if (view.since !== undefined) query.set('since', String(view.since))
  if (view.filter !== '') query.set('q', view.filter)
  const heading = view.as === undefined ? reader.say('writ-common-nav-matrix') : reader.say('writ-public-as-type', view.as.title)
  return page(reader, site, { heading, path: `/matrix?${query.toString()}`, crumbs: [], body })
}

function compared(reader: Reader, { changed, revisions }: MatrixView, since: number): Html {
  const diff = html`<a href="/charter/diff/${since}..${revisions[0] ?? since}">${reader.say('writ-public-every-change')}</a>`
  return html`<p>${reader.fill('writ-public-compared-with', since, changed, diff)}</p>`
}

function nothing(reader: Reader, { filter, target }: MatrixView): Html {
  if (filter === '') return html`<p class="quiet">${reader.say('writ-public-no-rights-here')}</p>`
  const everything = html`<a href="/matrix?target=${encodeURIComponent(target)}">${reader.say('writ-public-show-everything')}</a>`
  return html`<p>${reader.fill('writ-public-nothing-matches', html`<bdi>${filter}</bdi>`)} ${everything}</p>`
}

/** Abolished groups have no column: nobody is to be in them. */
function columnsOf(view: MatrixView): MatrixView['groups'] {
  return view.groups.filter((group) => !group.abolished || view.rights.some((right) => right.cells[group.name] !== undefined))
}

function table(reader: Reader, view: MatrixView): Html {
  const columns = columnsOf(view)
  const left = view.groups.filter((group) => !columns.includes(group))
  const title = view.targets.find(({ id }) => id === view.target)?.title ?? view.target
  const target = encodeURIComponent(view.target)
  const cell = cellsOf(reader)
  return html`<div class="wide">
    <p class="quiet">
      ${reader.say('writ-public-matrix-legend')}${view.since === undefined ? '' : html` ${reader.say('writ-public-compare-legend')}`}
    </p>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="caption">
      <table class="matrix">
        <caption class="hidden" id="caption">
          ${reader.say('writ-public-matrix-caption', title)}
        </caption>
        <thead>
          <tr>
            <th scope="col">${reader.say('writ-public-right')}</th>
            ${columns.map((group) => html`<th scope="col"><span>${group.title}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${view.rights.map(
            (right) =>
              html`<tr>
                <th scope="row"><a href="/policy/${encodeURIComponent(right.name)}?target=${target}">${right.name}</a></th>
                ${columns.map((group) => cell(right.cells[group.name], right.changes?.[group.name]))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${left.length === 0 ? '' : html`<p class="quiet">${reader.say('writ-public-abolished', reader.list(left.map((group) => group.title)))}</p>`}
  </div>`
}

/** A table has few kinds of cells and many cells: each kind is made once. */
function cellsOf(reader: Reader): (value: Cell | undefined, change: CellChange | undefined) => Html {
  const known = new Map<string, Html>()
  return (value, change) => {
    const kind = `${value} ${change}`
    let made = known.get(kind)
    if (made === undefined) known.set(kind, (made = cell(reader, value, change)))
    return made
  }
}

function cell(reader: Reader, value: Cell | undefined, change: CellChange | undefined): Html {
  if (value === undefined && change === undefined) return html`<td></td>`
  const mark = value === undefined ? '' : said(MARK[value], reader.say(WORD[value]))
  if (change === undefined) return html`<td>${mark}</td>`
  const sign = change === 'added' ? '+' : change === 'removed' ? '−' : '±'
  return html`<td class="${change}">${mark}${said(sign, reader.say(CHANGE[change]))}</td>`
}

/** A sign that is read as a word. Hundreds of texts that are there and not seen would cost a browser more than all the rest of the table. */
function said(sign: string, word: string): Html {
  return html`<span role="img" aria-label="${word}">${sign}</span>`
}

/** The same on a narrow screen: one card a group. */
function cards(reader: Reader, view: MatrixView): Html {
  const target = encodeURIComponent(view.target)
  return html`<div class="cards">
    ${cardsOf(view).map((group) => {
      const own = view.rights.filter((right) => (right.cells[group.name] ?? 'revoked') !== 'revoked')
      const revoked = view.rights.filter((right) => right.cells[group.name] === 'revoked')
      const changed = (change: CellChange) => view.rights.filter((right) => right.changes?.[group.name] === change)
      return html`<section class="card">
        <h2>${group.title}</h2>
        ${group.note === undefined ? '' : html`<p class="quiet">${reader.english(group.note)}</p>`}
        ${own.length === 0 ? html`<p class="quiet">${reader.say('writ-public-no-right-of-its-own')}</p>` : rightLinks(reader, target, 'writ-public-card-rights', own)}
        ${rightLinks(reader, target, 'writ-public-card-revokes', revoked)}
        ${rightLinks(reader, target, 'writ-public-card-added', changed('added'))}
        ${rightLinks(reader, target, 'writ-public-card-removed', changed('removed'))}
      </section>`
    })}
  </div>`
}

/** With a filter only groups that have to do with what was found. */
function cardsOf(view: MatrixView): MatrixView['groups'] {
  if (view.filter === '') return columnsOf(view)
  return columnsOf(view).filter((group) => view.rights.some((right) => right.cells[group.name] !== undefined))
}

function rightLinks(reader: Reader, target: string, key: MessageKey, rights: MatrixView['rights']): Html {
  if (rights.length === 0) return html``
  const links = html`${rights.map(({ name }, index) => html`${index === 0 ? '' : ', '}<a href="/policy/${encodeURIComponent(name)}?target=${target}">${name}</a>`)}`
  return html`<p>${reader.fill(key, rights.length, links)}</p>`
}

function reasons(reader: Reader, view: MatrixView): Html {
  return html`<h2>${reader.say('writ-public-what-rights-do')}</h2>
    <p class="quiet">${reader.say('writ-public-right-leads-to')}</p>
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
