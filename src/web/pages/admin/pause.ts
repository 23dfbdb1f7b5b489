import { html } from 'hono/html'
import { form, type Fields } from '../../form.ts'
import { page } from '../../layout.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { PausePageView } from './ahead-view.ts'
import { adminCrumb, logLink } from './parts.ts'
import { ahead } from './tonight.ts'

/** The switch that stops every change of every target; what waits stands before the button that ends it. */
export function pausePage(reader: Reader, site: SiteView, { paused, ahead: view }: PausePageView): Html {
  const body =
    paused === null
      ? html`<p>${reader.say('writ-admin-pause-running')}</p>
          <p>${reader.say('writ-admin-pause-about')}</p>
          ${form(reader, {
            action: '/admin/pause',
            button: reader.say('writ-admin-pause'),
            kind: 'destructive',
            body: (fields) => confirmed(reader, fields, 'pause'),
          })}`
      : html`<dl class="facts">
            <dt>${reader.say('writ-admin-pause-entry')}</dt>
            <dd>${logLink(reader, paused.entry)} ${reader.moment(paused.since)}</dd>
            ${
              paused.reason === null
                ? ''
                : html`<dt>${reader.say('writ-admin-pause-why')}</dt>
                    <dd>${paused.reason}</dd>`
            }
          </dl>
          <h2>${reader.say('writ-admin-tonight')}</h2>
          <p>${reader.say('writ-admin-pause-waits')}</p>
          ${ahead(reader, view, 'h3')}
          <h2>${reader.say('writ-admin-resume')}</h2>
          <p>${reader.say('writ-admin-resume-about')}</p>
          ${form(reader, {
            action: '/admin/resume',
            button: reader.say('writ-admin-resume'),
            fixed: { pause: String(paused.entry) },
            body: (fields) => confirmed(reader, fields, 'resume'),
          })}`
  return page(reader, site, {
    heading: paused === null ? reader.say('writ-admin-pause') : reader.say('writ-admin-resume'),
    path: '/admin/pause',
    crumbs: [adminCrumb(reader)],
    body,
  })
}

/** The reason, and the word that says that it is meant. */
function confirmed(reader: Reader, fields: Fields, word: string): Html {
  return html`${fields.area({ name: 'reason', label: reader.say('writ-admin-pause-reason'), required: true, most: 1000 })}
  ${fields.field({ name: 'confirm', label: reader.say('writ-admin-pause-type', word), required: true, most: 20 })}`
}
