import { html } from 'hono/html'
import { form, type Fields } from '../../form.ts'
import type { Html, Reader } from '../../reader.ts'
import { checkResult } from './check.ts'
import { carriedFields, setupPage, stepButtons } from './frame.ts'
import type { PeopleStepView } from './view.ts'

/** The second step: what the charter is like, and the first people. */
export function peopleStepPage(reader: Reader, view: PeopleStepView): Html {
  const body = html`${checkResult(reader, view)}
    <h2>${reader.say('writ-setup-people')}</h2>
    ${form(reader, {
      action: '/setup/preview',
      button: '',
      file: true,
      body: (f) => html`${carriedFields(view.carried)} ${administrator(f, reader, view)} ${roster(f, reader)}`,
      buttons: stepButtons(reader.say('writ-setup-look'), [{ action: '/setup/edit', text: reader.say('writ-setup-to-charter') }]),
    })}`
  return setupPage(reader, 'writ-setup-people-heading', body, 2)
}

function administrator(f: Fields, reader: Reader, { roles, targets, unconnected, logins }: PeopleStepView): Html {
  return html`<h3>${reader.say('writ-setup-administrator')}</h3>
    ${f.field({ name: 'administrator', label: reader.say('writ-setup-handle'), hint: reader.say('writ-setup-handle-hint'), required: true })}
    ${f.choice({
      name: 'role',
      label: reader.say('writ-setup-role'),
      hint: reader.say('writ-setup-role-hint'),
      value: roles[0]?.id,
      options: roles.map(({ id, title }) => ({ value: id, text: title })),
    })}
    ${targets.map(({ id, title }) =>
      f.field({ name: `account-${id}`, label: reader.say('writ-setup-account', title), hint: reader.say('writ-setup-account-hint') }),
    )}
    ${unconnected ? html`<p class="quiet">${reader.say('writ-setup-unconnected')}</p>` : ''} ${login(f, reader, logins)}`
}

function login(f: Fields, reader: Reader, logins: PeopleStepView['logins']): Html {
  if (logins.length === 0) return html`<p class="quiet">${reader.say('writ-setup-login-code-only')}</p>`
  return html`${f.choice({
    name: 'login',
    label: reader.say('writ-setup-login'),
    hint: reader.say('writ-setup-login-hint'),
    options: [
      { value: '', text: reader.say('writ-setup-login-code') },
      ...logins.map(({ id, title }) => ({ value: id, text: reader.say('writ-setup-login-with', title) })),
    ],
  })}
  ${f.field({ name: 'login_id', label: reader.say('writ-setup-login-id'), hint: reader.say('writ-setup-login-id-hint') })}`
}

function roster(f: Fields, reader: Reader): Html {
  return html`<h3>${reader.say('writ-setup-others')}</h3>
    ${f.area({
      name: 'roster',
      label: reader.say('writ-setup-roster'),
      hint: reader.say('writ-setup-roster-hint'),
      most: 500_000,
      rows: 8,
      isCode: true,
    })}
    ${f.file({ name: 'upload', label: reader.say('writ-setup-roster-upload'), hint: reader.say('writ-setup-roster-upload-hint'), accept: '.yaml,.yml,.json' })}`
}
