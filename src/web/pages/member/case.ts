import { html } from 'hono/html'
import { form } from '../../form.ts'
import { page } from '../../layout.ts'
import { foreign, personLink, roleLink } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import type { CaseView } from './case-view.ts'
import { fileLines, readForm } from './file-lines.ts'

/** One concern for those who look into it. */
export function casePage(reader: Reader, site: SiteView, view: CaseView): Html {
  const at = `/cases/${view.case}`
  const body = html`<dl class="facts">
      <dt>${reader.say('writ-member-state')}</dt>
      <dd>
        ${view.closed === null ? reader.say('writ-member-case-open') : reader.fill('writ-member-case-closed-on', reader.moment(view.closed))}
      </dd>
      <dt>${reader.say('writ-member-cases-since')}</dt>
      <dd>${reader.moment(view.at)}</dd>
      <dt>${reader.say('writ-member-cases-who')}</dt>
      <dd>${roleLink(view.role)}</dd>
      ${
        view.lines.length === 0
          ? ''
          : html`<dt>${reader.say('writ-member-case-person')}</dt>
              <dd>
                ${view.about === null ? reader.say('writ-member-case-nobody') : view.isPublic ? personLink(view.about) : foreign(view.about)}
              </dd>`
      }
    </dl>
    <p class="quiet">${reader.fill('writ-member-case-why', reader.english(view.because))}</p>
    <h2>${reader.say('writ-member-case-file')}</h2>
    ${view.lines.length === 0 ? '' : fileLines(reader, view.lines)}
    ${view.unread === 0 ? '' : readForm(reader, { action: `${at}/read`, unread: view.unread, what: 'writ-member-case-read-means' })}
    ${person(reader, view)} ${view.unread > 0 ? '' : steps(reader, view, at)}`
  return page(reader, site, {
    heading: reader.say('writ-member-case-number', view.case),
    path: at,
    crumbs: [
      { href: '/me', text: reader.say('writ-login-me') },
      { href: '/cases', text: reader.say('writ-member-cases') },
    ],
    body,
  })
}

/** What else can be done about the person. */
function person(reader: Reader, { about, mine: { suspension, suspends } }: CaseView): Html {
  if (about === null || (suspension === null && !suspends)) return html``
  const name = encodeURIComponent(about)
  return html`<ul class="ways">
    ${suspension === null ? '' : html`<li><a href="/suspensions/${suspension}">${reader.say('writ-member-suspension-number', suspension)}</a></li>`}
    ${suspends && suspension === null ? html`<li><a href="/suspend?person=${name}">${reader.fill('writ-member-suspend-person', foreign(about))}</a></li>` : ''}
  </ul>`
}

function steps(reader: Reader, { mine, closed }: CaseView, at: string): Html {
  if (!mine.acts)
    return html`<p>
      ${mine.whyNot === null ? '' : reader.fill('writ-member-case-not', reader.english(mine.whyNot))}
      ${closed === null ? '' : html`<a href="/report">${reader.say('writ-member-report')}</a>`}
    </p>`
  return html`<h2>${reader.say('writ-member-case-note')}</h2>
    ${form(reader, {
      action: `${at}/note`,
      button: reader.say('writ-member-case-note-button'),
      kind: 'quiet',
      id: 'note',
      body: (f) =>
        f.area({
          name: 'text',
          label: reader.say('writ-member-case-note-text'),
          hint: reader.say('writ-member-case-note-hint'),
          required: true,
        }),
    })}
    ${refer(reader, mine.referTo, at)}
    <h2>${reader.say('writ-member-case-close')}</h2>
    ${form(reader, {
      action: `${at}/close`,
      button: reader.say('writ-member-case-close'),
      kind: 'destructive',
      id: 'close',
      body: (f) =>
        f.area({
          name: 'text',
          label: reader.say('writ-member-case-outcome'),
          hint: reader.say('writ-member-case-close-hint'),
          required: true,
        }),
    })}`
}

function refer(reader: Reader, roles: CaseView['mine']['referTo'], at: string): Html {
  return html`<h2>${reader.say('writ-member-case-refer')}</h2>
    ${
      roles.length === 0
        ? html`<p>${reader.say('writ-member-case-refer-nobody')}</p>`
        : form(reader, {
            action: `${at}/refer`,
            button: reader.say('writ-member-case-refer'),
            kind: 'quiet',
            body: (f) =>
              f.choice({
                name: 'to',
                label: reader.say('writ-member-case-refer-to'),
                hint: reader.say('writ-member-case-refer-hint'),
                options: roles.map(({ id, title }) => ({ value: id, text: title })),
              }),
          })
    }`
}
