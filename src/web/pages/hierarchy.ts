import { html } from 'hono/html'
import type { LaidOut } from '../../render/hierarchy-svg.ts'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import { commas, quiet, roleLink, select, showButton, tableHead } from '../parts.ts'
import { hierarchyPicture, MARKS } from '../pictures/hierarchy.ts'
import type { Reader } from '../reader.ts'
import type { HierarchyView, SiteView } from '../view.ts'
import { chip, undoneBy } from './safety.ts'

const CAN: Readonly<Record<HierarchyView['roles'][number]['changes'][number]['can'], MessageKey>> = {
  'give and take': 'writ-public-can-both',
  give: 'writ-public-can-give',
  take: 'writ-public-can-take',
}

/** Who gives whom rights, drawn and as a table; with a rogue, what would become of each role. */
export function hierarchyPage(reader: Reader, site: SiteView, view: HierarchyView, drawing: LaidOut, leftOut: number): Html {
  const { rogue } = view
  const changing = view.roles.some(({ changes }) => changes.length > 0)
  const heading = reader.say('writ-public-question-hierarchy')
  const title = rogue?.role === undefined ? heading : reader.say('writ-public-one-rogue-of', rogue.role.title)
  const body = html`<p>${reader.say('writ-public-hierarchy-intro')} <a href="/safety">${reader.say('writ-public-all-verdicts')}</a></p>
    <form class="filter" method="get" action="/hierarchy">
      ${select('rogue', reader.say('writ-public-suppose-rogue'), rogue?.role?.id ?? '', [
        { value: '', text: reader.say('writ-public-nobody-rogue') },
        ...view.choices.map(({ id, title: text }) => ({ value: id, text })),
      ])}
      ${showButton(reader)}
    </form>
    ${rogue === undefined ? '' : verdict(reader, rogue)}
    ${
      changing
        ? html`<p class="quiet">
              ${reader.say('writ-public-arrow-legend')} ${leftOut === 0 ? '' : reader.say('writ-public-arrows-left-out', leftOut)}
            </p>
            <div class="scroll drawing" tabindex="0" role="region" aria-label="${reader.say('writ-public-drawing')}">
              ${hierarchyPicture(reader, title, drawing)}
            </div>`
        : html`<p>${reader.say('writ-public-only-owner')}</p>`
    }
    <h2>${reader.say('writ-public-same-as-table')}</h2>
    ${table(reader, view)}`
  return page(reader, site, {
    heading: title,
    path: rogue?.role === undefined ? '/hierarchy' : `/hierarchy?rogue=${encodeURIComponent(rogue.role.id)}`,
    crumbs: rogue?.role === undefined ? [] : [{ href: '/hierarchy', text: heading }],
    body,
  })
}

function verdict(reader: Reader, rogue: NonNullable<HierarchyView['rogue']>): Html {
  return html`<p>
    ${chip(reader, rogue.verdict)} ${reader.english(rogue.means)}. ${reader.say('writ-public-undone-by')}: ${undoneBy(reader, rogue)}.
  </p>`
}

function table(reader: Reader, view: HierarchyView): Html {
  const marked = view.rogue !== undefined
  const [can, then] = [reader.say('writ-public-can-change'), reader.say('writ-public-then')]
  return html`<table class="list">
    ${tableHead(reader.say('writ-public-hierarchy-caption'), [reader.say('writ-common-role'), can, marked ? then : undefined])}
    <tbody>
      ${view.roles.map((role) => {
        const key = MARKS[role.mark]
        return html`<tr>
          <th scope="row">${roleLink(role)}</th>
          <td data-label="${can}">
            ${role.changes.length === 0 ? quiet(reader.say('writ-public-nobody')) : commas(role.changes.map((one) => change(reader, one)))}
          </td>
          ${marked ? html`<td data-label="${then}">${key === undefined ? '' : reader.say(key)}</td>` : ''}
        </tr>`
      })}
    </tbody>
  </table>`
}

function change(reader: Reader, { id, title, can, staged }: HierarchyView['roles'][number]['changes'][number]): Html {
  const words = [reader.say(CAN[can]), ...(staged ? [reader.say('writ-public-staged')] : [])].join(', ')
  return html`${roleLink({ id, title })} <span class="quiet">(${words})</span>`
}
