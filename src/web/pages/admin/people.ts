import { html } from 'hono/html'
import { form, type Fields } from '../../form.ts'
import { page } from '../../layout.ts'
import { commas, foreign, quiet, roleLink, showButton, tableHead, textField } from '../../parts.ts'
import type { Html, Reader } from '../../reader.ts'
import type { SiteView } from '../../view.ts'
import { adminCrumb, logLink } from './parts.ts'
import type { PersonPageView, PersonRecord } from './view.ts'

/** Whose accounts are whose, one person at a time, and linking another. */
export function peoplePage(reader: Reader, site: SiteView, view: PersonPageView): Html {
  const { person } = view
  const body = html`${lookUp(reader, '/admin/people', view)}
  ${
    person === null
      ? ''
      : html`<h2>${foreign(person.handle)}</h2>
          ${left(reader, person)} ${accounts(reader, person)} ${linking(reader, view, person)}
          <p><a href="/admin/offboarding?person=${encodeURIComponent(person.handle)}">${reader.say('writ-admin-offboarding')}</a></p>`
  }`
  return page(reader, site, {
    heading: reader.say('writ-admin-people'),
    path: addressed('/admin/people', view),
    crumbs: [adminCrumb(reader)],
    body,
  })
}

/** Somebody leaves: what they hold where, what is locked, what somebody must take over; afterwards the proof that it is done. */
export function offboardingPage(reader: Reader, site: SiteView, view: PersonPageView): Html {
  const { person } = view
  const body = html`<p>${reader.say('writ-admin-offboarding-about')}</p>
    ${lookUp(reader, '/admin/offboarding', view)}
    ${
      person === null
        ? ''
        : html`<h2>${foreign(person.handle)}</h2>
            ${left(reader, person)} ${grants(reader, person)} ${accounts(reader, person)} ${handover(reader, person)}
            ${leaving(reader, person)}`
    }`
  return page(reader, site, {
    heading: reader.say('writ-admin-offboarding'),
    path: addressed('/admin/offboarding', view),
    crumbs: [adminCrumb(reader)],
    body,
  })
}

function addressed(path: string, { asked }: PersonPageView): string {
  return asked === '' ? path : `${path}?person=${encodeURIComponent(asked)}`
}

function lookUp(reader: Reader, path: string, { asked, person }: PersonPageView): Html {
  return html`<form class="filter" method="get" action="${path}">
      ${textField('person', reader.say('writ-common-person'), asked)} ${showButton(reader)}
    </form>
    <p class="quiet">${reader.say('writ-admin-on-record')}</p>
    ${asked !== '' && person === null ? html`<p role="status">${reader.fill('writ-admin-nobody', foreign(asked))}</p>` : ''}`
}

function left(reader: Reader, { departed }: PersonRecord): Html {
  return departed === null ? html`` : html`<p><strong>${reader.fill('writ-admin-left', reader.moment(departed))}</strong></p>`
}

function accounts(reader: Reader, { accounts: list }: PersonRecord): Html {
  const [name, target, kind, lock] = [
    reader.say('writ-admin-account'),
    reader.say('writ-admin-target'),
    reader.say('writ-admin-kind'),
    reader.say('writ-admin-lock'),
  ]
  if (list.length === 0)
    return html`<h3>${reader.say('writ-admin-accounts')}</h3>
      <p class="quiet">${reader.say('writ-admin-no-accounts')}</p>`
  return html`<h3>${reader.say('writ-admin-accounts')}</h3>
    <table class="list">
      ${tableHead(reader.say('writ-admin-accounts'), [name, target, kind, lock])}
      <tbody>
        ${list.map(
          (one) =>
            html`<tr>
              <th scope="row">${foreign(one.name)}</th>
              <td data-label="${target}">${one.target.title}</td>
              <td data-label="${kind}">${one.kind}</td>
              <td data-label="${lock}">${lockOf(reader, one)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

function lockOf(reader: Reader, { locked, confirmed }: PersonRecord['accounts'][number]): Html {
  if (!locked) return quiet(reader.say('writ-admin-not-locked'))
  if (confirmed === null) return html`<span class="chip broken">${reader.say('writ-admin-lock-waits')}</span>`
  return html`<span class="chip kept"
    >${reader.say(confirmed === 'read-back' ? 'writ-admin-lock-read-back' : 'writ-admin-lock-person')}</span
  >`
}

const KINDS = ['personal', 'staff', 'bot', 'service'] as const

function linking(reader: Reader, { targets }: PersonPageView, { handle, own, departed }: PersonRecord): Html {
  if (own) return html`<p class="quiet">${reader.say('writ-admin-link-own')}</p>`
  if (departed !== null) return html``
  return html`<h3>${reader.say('writ-admin-link')}</h3>
    <p>${reader.say('writ-admin-link-about')}</p>
    ${form(reader, {
      action: '/admin/people/link',
      button: reader.say('writ-admin-link'),
      fixed: { person: handle },
      body: (f) =>
        html`${f.choice({ name: 'target', label: reader.say('writ-admin-target'), options: targets.map(({ id, title }) => ({ value: id, text: title })) })}
        ${f.field({ name: 'account', label: reader.say('writ-admin-account'), required: true })}
        ${f.choice({ name: 'kind', label: reader.say('writ-admin-kind'), options: [{ value: '', text: reader.say('writ-admin-kind-usual') }, ...KINDS.map((kind) => ({ value: kind, text: kind }))] })}`,
    })}`
}

function grants(reader: Reader, { grants: list, ended }: PersonRecord): Html {
  return html`<h3>${reader.say('writ-admin-holds')}</h3>
    ${
      list.length === 0
        ? html`<p class="quiet">${reader.say('writ-admin-holds-nothing')}</p>`
        : html`<ul>
            ${list.map(({ role, targets, from }) => html`<li>${roleLink(role)}: ${commas(targets.map(({ title }) => html`${title}`))} ${quiet(reader.say('writ-admin-since'))} ${reader.day(from)}</li>`)}
          </ul>`
    }
    ${
      ended.length === 0
        ? ''
        : html`<h3>${reader.say('writ-admin-ended-then')}</h3>
            <ul>
              ${ended.map(({ grant, role, at }) => html`<li>${roleLink(role)}, ${reader.moment(at)} ${logLink(reader, grant)}</li>`)}
            </ul>`
    }`
}

function handover(reader: Reader, { handover: list }: PersonRecord): Html {
  if (list.length === 0) return html``
  return html`<h3>${reader.say('writ-admin-handover')}</h3>
    <ul>
      ${list.map((text) => html`<li>${reader.english(text)}</li>`)}
    </ul>`
}

function leaving(reader: Reader, { handle, own, departed }: PersonRecord): Html {
  const reason = (f: Fields) => f.field({ name: 'reason', label: reader.say('writ-admin-reason'), most: 1000 })
  if (departed !== null && own) return html``
  return departed === null
    ? html`<h3>${reader.say('writ-admin-depart')}</h3>
        <p>${reader.say('writ-admin-depart-about')}</p>
        ${form(reader, { action: '/admin/offboarding/depart', button: reader.say('writ-admin-depart'), kind: 'destructive', fixed: { person: handle }, body: reason })}`
    : html`<h3>${reader.say('writ-admin-return')}</h3>
        <p>${reader.say('writ-admin-return-about')}</p>
        ${form(reader, { action: '/admin/offboarding/return', button: reader.say('writ-admin-return'), kind: 'quiet', fixed: { person: handle }, body: reason })}`
}
