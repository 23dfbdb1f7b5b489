import { html } from 'hono/html'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import { quiet, tableHead } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { AheadView } from './ahead-view.ts'
import { adminCrumb, modeText, targetHref } from './parts.ts'

/** What Writ does within 24 hours by itself. null = the targets cannot be asked here. */
export function tonightPage(reader: Reader, site: SiteView, view: AheadView | null): Html {
  return page(reader, site, {
    heading: reader.say('writ-admin-tonight'),
    path: '/admin/tonight',
    crumbs: [adminCrumb(reader)],
    body: html`${view?.paused === null || view === null ? '' : html`<p><strong>${reader.say('writ-admin-tonight-paused')}</strong></p>`}
    ${ahead(reader, view, 'h2')}`,
  })
}

const SHOWN = 200

/** The hours to come, below a heading of one level higher. */
export function ahead(reader: Reader, view: AheadView | null, level: 'h2' | 'h3'): Html {
  if (view === null) return html`<p class="quiet">${reader.say('writ-admin-tonight-not-now')}</p>`
  const heading = (text: Html | string) => (level === 'h2' ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`)
  return html`<p>${reader.fill('writ-admin-tonight-about', reader.moment(view.from), reader.moment(view.until))}</p>
    ${heading(reader.say('writ-admin-tonight-due'))}
    ${
      view.duties.length === 0
        ? html`<p class="quiet">${reader.say('writ-admin-tonight-nothing-due')}</p>`
        : rows(reader, reader.say('writ-admin-tonight-due'), view.duties)
    }
    ${view.targets.map((one) => html`${heading(html`<a href="${targetHref(one.target.id)}">${one.target.title}</a>`)} ${target(reader, one)}`)}`
}

const BECOMES: Readonly<Record<AheadView['targets'][number]['mode'], MessageKey>> = {
  enforce: 'writ-admin-tonight-enforce',
  propose: 'writ-admin-tonight-propose',
  observe: 'writ-admin-tonight-observe',
}

function target(reader: Reader, { target: { title }, mode, lines, guards, problem }: AheadView['targets'][number]): Html {
  if (problem !== null) return html`<p class="stale">${reader.fill('writ-admin-tonight-unknown', reader.english(problem))}</p>`
  if (lines.length === 0) return html`<p class="quiet">${reader.say('writ-admin-tonight-unchanged')}</p>`
  const stops = guards.length > 0 && mode === 'enforce'
  return html`<p>${quiet(modeText(reader, mode))} ${reader.say(stops ? 'writ-admin-tonight-stopped' : BECOMES[mode])}</p>
    ${
      guards.length === 0
        ? ''
        : html`<div class="problem">
            <ul>
              ${guards.map((text) => html`<li>${reader.english(text)}</li>`)}
            </ul>
          </div>`
    }
    ${rows(reader, title, lines)}`
}

interface Row {
  readonly text: string
  readonly clause: string
  readonly now: boolean
}

function rows(reader: Reader, caption: string, list: readonly Row[]): Html {
  const [when, what] = [reader.say('writ-admin-tonight-when'), reader.say('writ-admin-tonight-what')]
  return html`<table class="list">
      ${tableHead(caption, [what, when])}
      <tbody>
        ${list.slice(0, SHOWN).map(
          ({ text, clause, now }) =>
            html`<tr>
              <td data-label="${what}">${reader.english(text)} ${text.endsWith(`[${clause}]`) ? '' : quiet(clause)}</td>
              <td data-label="${when}">
                ${now ? html`<span class="chip broken">${reader.say('writ-admin-tonight-already')}</span>` : quiet(reader.say('writ-admin-tonight-later'))}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${list.length > SHOWN ? html`<p class="quiet">${reader.say('writ-admin-tonight-more', list.length - SHOWN)}</p>` : ''}`
}
