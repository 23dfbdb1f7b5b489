import { html } from 'hono/html'
import { sizeText, type Comparison, type Design, type RogueRow } from '../../safety/compare.ts'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

/** The charter in force beside those that are proposed for it, for the same holders; by roles. */
export function designsOfSite(reader: Reader, site: SiteView, comparison: Comparison): Html {
  const body = html`<p>
      What one rogue holder of a role can do before anybody reacts under <a href="/charter">the charter in force</a>, and under each that is
      proposed at present; who could react, and what it comes to when those are away. Where a charter sets no limit,
      ${comparison.actsPerHour} acts an hour are supposed. By membership: <a href="/safety">the verdicts</a> tell of technical means too.
      ${comparison.assumed === undefined ? '' : html`<span class="quiet">Assumed: ${comparison.assumed}.</span>`}
    </p>
    ${summary(comparison.designs)} ${comparison.designs.map(section)}`
  return page(reader, site, {
    heading: 'Designs of rights side by side',
    path: '/safety/designs',
    crumbs: [{ href: '/safety', text: 'Who could seize control' }],
    body,
  })
}

/** Designs of rights side by side, as one page that stands by itself. */
export function designsPage(comparison: Comparison): Html {
  const { designs, actsPerHour, absent, assumed } = comparison
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Designs of rights side by side</title>
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
          <h1>Designs of rights side by side</h1>
          <p>
            What one rogue holder of a role can do before anybody reacts, and who could react. Where a charter sets no limit, ${actsPerHour}
            acts an hour are supposed.
            ${absent.length === 0 ? '' : `Away throughout: ${absent.join(', ')}. `}${assumed === undefined ? '' : `Assumed: ${assumed}.`}
          </p>
          ${summary(designs)} ${designs.map(section)}
        </main>
      </body>
    </html>`
}

function summary(designs: readonly Design[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The designs at a glance">
    <table>
      <caption>
        The designs at a glance
      </caption>
      <thead>
        <tr>
          <th scope="col">Design</th>
          <th scope="col">Rogue accounts that can be undone</th>
          <th scope="col">Worst, everybody there</th>
          <th scope="col">Worst, somebody away</th>
          <th scope="col">Suits</th>
        </tr>
      </thead>
      <tbody>
        ${designs.map(
          (design) =>
            html`<tr>
              <th scope="row">${design.title}</th>
              <td>${design.proof === 'exact' ? '' : 'at least '}${design.resistance}</td>
              <td>${worst(design.scenes.slice(0, 1))}</td>
              <td>${worst(design.scenes.slice(1))}</td>
              <td>${sizeText(design).replaceAll('`', '')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function worst(scenes: Design['scenes']): string {
  const told = scenes.map(
    ({ without, worst: { verdict, roles } }) => `${without === undefined ? '' : `no ${without}: `}${verdict} (${roles.join(', ')})`,
  )
  return told.length === 0 ? 'nobody undoes anything' : told.join('; ')
}

function section(design: Design): Html {
  return html`<h2>${design.title}</h2>
    ${design.scenes.map(
      ({ without, rows }) =>
        html`<h3>${without === undefined ? 'Everybody there' : `No ${without} there`}</h3>
          <div
            class="scroll"
            tabindex="0"
            role="region"
            aria-label="${design.title}, ${without === undefined ? 'everybody there' : `no ${without} there`}"
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">One rogue</th>
                  <th scope="col">Verdict</th>
                  <th scope="col">Gains at once</th>
                  <th scope="col">Gains later</th>
                  <th scope="col">Takes from others</th>
                  <th scope="col">Accounts promoted in an hour</th>
                  <th scope="col">Acts in an hour</th>
                  <th scope="col">First reaction</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(rogue)}
              </tbody>
            </table>
          </div>`,
    )}`
}

function rogue(row: RogueRow): Html {
  const { role, verdict, atOnce, later, strips, promotedPerHour, actsPerHour, firstReaction, together } = row
  const reaction =
    verdict === 'harmless'
      ? 'no need'
      : firstReaction > 0
        ? `any of ${firstReaction}`
        : together === undefined
          ? 'nobody inside'
          : `${together} together`
  return html`<tr>
    <th scope="row">${role}</th>
    <td>${verdict}</td>
    <td>${atOnce.join(', ')}</td>
    <td>${later.join(', ')}</td>
    <td>${strips.join(', ')}</td>
    <td>${Math.round(promotedPerHour)}</td>
    <td>${Math.round(actsPerHour)}</td>
    <td>${reaction}</td>
  </tr>`
}
