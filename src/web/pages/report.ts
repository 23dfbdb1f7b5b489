import { html } from 'hono/html'
import { form } from '../form.ts'
import { page } from '../layout.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'

export interface ReportView {
  /** The role that looks into it; undefined = the charter names none. */
  readonly handler: string | undefined
  /** Whether it is taken without a name. */
  readonly anonymous: boolean
  /** About whom the page was opened. */
  readonly about: string
  readonly sent: boolean
  readonly suspended: boolean
}

/** Where somebody reports a concern, to the one role that reads it. */
export function reportPage(reader: Reader, site: SiteView, view: ReportView): Html {
  const { handler, sent } = view
  const body = html`${sent ? html`<p role="status"><strong>${reader.say('writ-public-report-sent')}</strong></p>` : ''}
  ${handler === undefined ? html`<p>${reader.say('writ-public-report-nobody')}</p>` : asked(reader, view, handler)}`
  return page(reader, site, { heading: reader.say('writ-public-report'), path: '/report', crumbs: [], body })
}

function asked(reader: Reader, { about, anonymous, suspended }: ReportView, handler: string): Html {
  if (suspended) return html`<p>${reader.say('writ-login-suspended')}</p>`
  return html`<p>${reader.say('writ-public-report-about', handler)}</p>
    ${form(reader, {
      action: '/report',
      button: reader.say('writ-public-report-send'),
      body: (f) =>
        html`${f.area({ name: 'text', label: reader.say('writ-public-report-text'), required: true })}
        ${f.field({
          name: 'person',
          label: reader.say('writ-public-report-person'),
          hint: reader.say('writ-public-report-person-hint'),
          value: about,
        })}
        ${
          anonymous
            ? f.tick({ name: 'anonymous', label: reader.say('writ-public-report-anonymous') })
            : html`<p>${reader.say('writ-public-report-named')}</p>`
        }`,
    })}`
}
