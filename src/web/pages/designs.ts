import { html } from 'hono/html'
import { sizeText, type Comparison, type Design, type RogueRow } from '../../safety/compare.ts'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import type { Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

/** The charter in force beside those that are proposed for it, for the same holders; by roles. */
export function designsOfSite(reader: Reader, site: SiteView, comparison: Comparison): Html {
  const charter = html`<a href="/charter">${reader.say('writ-public-charter-in-force')}</a>`
  const verdicts = html`<a href="/safety">${reader.say('writ-public-the-verdicts')}</a>`
  const body = html`<p>
      ${reader.fill('writ-public-designs-intro', charter, reader.number(comparison.actsPerHour), verdicts)}
      ${comparison.assumed === undefined ? '' : html`<span class="quiet">${reader.fill('writ-public-assumed', reader.english(comparison.assumed))}</span>`}
    </p>
    ${summary(reader, comparison.designs)} ${comparison.designs.map((design) => section(reader, design))}`
  return page(reader, site, {
    heading: reader.say('writ-public-designs'),
    path: '/safety/designs',
    crumbs: [{ href: '/safety', text: reader.say('writ-public-safety-heading') }],
    body,
  })
}

/** Designs of rights side by side, as one page that stands by itself. */
export function designsPage(reader: Reader, comparison: Comparison): Html {
  const { designs, actsPerHour, absent, assumed } = comparison
  const heading = reader.say('writ-public-designs')
  return html`<!doctype html>
    <html lang="${reader.language}" dir="${reader.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${heading}</title>
        <style>
          body {
            font:
              1rem/1.5 system-ui,
              sans-serif;
            margin: 1rem auto;
            max-width: 75rem;
            padding: 0 1rem;
          }
          .scroll {
            overflow-x: auto;
          }
          table {
            border-collapse: collapse;
            width: 100%;
          }
          th,
          td {
            border: 1px solid;
            padding: 0.25rem 0.5rem;
            text-align: start;
            vertical-align: top;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${heading}</h1>
          <p>
            ${reader.say('writ-public-designs-alone', reader.number(actsPerHour))}
            ${absent.length === 0 ? '' : reader.say('writ-public-away', reader.list(absent))}
            ${assumed === undefined ? '' : reader.fill('writ-public-assumed', reader.english(assumed))}
          </p>
          ${summary(reader, designs)} ${designs.map((design) => section(reader, design))}
        </main>
      </body>
    </html>`
}

function summary(reader: Reader, designs: readonly Design[]): Html {
  const caption = reader.say('writ-public-designs-at-a-glance')
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${SUMMARY.map((key) => html`<th scope="col">${reader.say(key)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${designs.map(
          (design) =>
            html`<tr>
              <th scope="row">${design.title}</th>
              <td>
                ${design.proof === 'exact' ? reader.number(design.resistance) : reader.say('writ-public-at-least', design.resistance)}
              </td>
              <td>${worst(reader, design.scenes.slice(0, 1))}</td>
              <td>${worst(reader, design.scenes.slice(1))}</td>
              <td>${reader.english(sizeText(design).replaceAll('`', ''))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

const SUMMARY: readonly MessageKey[] = [
  'writ-public-design',
  'writ-public-design-resists',
  'writ-public-design-worst-all',
  'writ-public-design-worst-away',
  'writ-public-design-suits',
]

function worst(reader: Reader, scenes: Design['scenes']): Html {
  if (scenes.length === 0) return html`${reader.say('writ-public-nobody-undoes')}`
  const told = scenes.map(
    ({ without, worst: { verdict, roles } }) => `${without === undefined ? '' : `no ${without}: `}${verdict} (${roles.join(', ')})`,
  )
  return reader.english(told.join('; '))
}

const COLUMNS: readonly MessageKey[] = [
  'writ-public-one-rogue',
  'writ-public-verdict',
  'writ-public-gains-at-once',
  'writ-public-gains-later',
  'writ-public-takes-from-others',
  'writ-public-promoted-in-an-hour',
  'writ-public-acts-in-an-hour',
  'writ-public-first-reaction',
]

function section(reader: Reader, design: Design): Html {
  return html`<h2>${design.title}</h2>
    ${design.scenes.map(({ without, rows }) => {
      const scene = without === undefined ? reader.say('writ-public-everybody-there') : reader.say('writ-public-nobody-of', without)
      return html`<h3>${scene}</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="${reader.list([design.title, scene])}">
          <table>
            <thead>
              <tr>
                ${COLUMNS.map((key) => html`<th scope="col">${reader.say(key)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${rows.map((row) => rogue(reader, row))}
            </tbody>
          </table>
        </div>`
    })}`
}

function rogue(reader: Reader, row: RogueRow): Html {
  return html`<tr>
    <th scope="row">${row.role}</th>
    <td>${reader.english(row.verdict)}</td>
    <td>${row.atOnce.join(', ')}</td>
    <td>${row.later.join(', ')}</td>
    <td>${row.strips.join(', ')}</td>
    <td>${reader.number(Math.round(row.promotedPerHour))}</td>
    <td>${reader.number(Math.round(row.actsPerHour))}</td>
    <td>${reaction(reader, row)}</td>
  </tr>`
}

function reaction(reader: Reader, { verdict, firstReaction, together }: RogueRow): string {
  if (verdict === 'harmless') return reader.say('writ-public-no-need')
  if (firstReaction > 0) return reader.say('writ-public-any-of', firstReaction)
  return together === undefined ? reader.say('writ-public-undone-by-nobody') : reader.say('writ-public-together', together)
}
