import { html } from 'hono/html'
import { form, hidden, type Fields } from '../form.ts'
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
  /** Whoever looks is not logged in. */
  readonly stranger: boolean
  /** Concerns come to whoever looks. */
  readonly looksInto: boolean
  /** This server takes something in. */
  readonly takesIn: boolean
}

/** Where somebody reports a concern, to the one role that reads it. */
export function reportPage(reader: Reader, site: SiteView, view: ReportView): Html {
  const { handler, sent, looksInto } = view
  const body = html`${sent ? html`<p role="status"><strong>${reader.say('writ-public-report-sent')}</strong></p>` : ''}
  ${looksInto ? html`<p><a href="/cases">${reader.say('writ-member-cases')}</a></p>` : ''}
  ${handler === undefined ? html`<p>${reader.say('writ-public-report-nobody')}</p>` : asked(reader, view, handler)}`
  return page(reader, site, { heading: reader.say('writ-public-report'), path: '/report', crumbs: [], body })
}

function asked(reader: Reader, view: ReportView, handler: string): Html {
  const { about, anonymous, stranger, takesIn } = view
  if (!takesIn) return html`<p>${reader.say('writ-public-report-only-shows')}</p>`
  if (stranger && !anonymous)
    return html`<p>${reader.say('writ-public-report-named')}</p>
      <p>${logIn(reader)}</p>`
  return html`<p>${reader.say('writ-public-report-about', handler)}</p>
    ${stranger ? html`<p>${reader.fill('writ-public-report-stranger', logIn(reader))}</p>` : ''}
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
        ${stranger ? '' : html`${hidden('named', 'yes')}${named(f, reader, anonymous)}`}`,
    })}`
}

function logIn(reader: Reader): Html {
  return html`<a href="/login?next=%2Freport">${reader.say('writ-login-log-in')}</a>`
}

function named(f: Fields, reader: Reader, anonymous: boolean): Html {
  return anonymous
    ? f.tick({ name: 'anonymous', label: reader.say('writ-public-report-anonymous') })
    : html`<p>${reader.say('writ-public-report-named')}</p>`
}
