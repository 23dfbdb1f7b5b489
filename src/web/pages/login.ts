import { html } from 'hono/html'
import { form, hidden } from '../form.ts'
import { page } from '../layout.ts'
import type { Html, Reader } from '../reader.ts'
import { foreign } from '../parts.ts'
import type { SiteView } from '../view.ts'
import { passkeyForm } from './passkey-form.ts'

export interface LoginView {
  /** The page to go on to. */
  readonly next: string
  /** Who is logged in already. */
  readonly viewer: string | undefined
  readonly providers: readonly { readonly id: string; readonly title: string }[]
  /** What a browser is to sign with a passkey; undefined = there are none here. */
  readonly passkey: object | undefined
  /** Invented people to become; undefined = this is no demonstration. */
  readonly people: readonly { readonly handle: string; readonly roles: readonly string[] }[] | undefined
  readonly filter: string
  /** Whether anybody can log in here at all. */
  readonly possible: boolean
  /** Who came back from a server and is not known: how to name them to whoever links accounts. */
  readonly unknown: string | undefined
}

export function loginPage(reader: Reader, site: SiteView, view: LoginView): Html {
  const body = view.possible
    ? html`${view.viewer === undefined ? '' : html`<p>${reader.say('writ-login-already', view.viewer)}</p>`} ${unknown(reader, view)}
      ${demonstration(reader, view)} ${providers(reader, view)} ${passkey(reader, view)} ${code(reader, view)}`
    : html`<p>${reader.say('writ-login-impossible')}</p>`
  return page(reader, site, { heading: reader.say('writ-login-title'), path: undefined, crumbs: [], body })
}

function unknown(reader: Reader, { unknown: who }: LoginView): Html {
  if (who === undefined) return html``
  return html`<div class="problem" role="alert"><p>${reader.fill('writ-login-unknown', html`<code>${who}</code>`)}</p></div>`
}

function demonstration(reader: Reader, { people, next, filter }: LoginView): Html {
  if (people === undefined) return html``
  return html`<h2>${reader.say('writ-login-demo')}</h2>
    <p>${reader.say('writ-login-demo-why')}</p>
    <form class="filter" method="get" action="/login">
      <div>
        <label for="q">${reader.say('writ-login-find')}</label>
        <input class="cdx-text-input__input" id="q" name="q" value="${filter}" maxlength="200" autocomplete="off" />
      </div>
      ${hidden('next', next)}
      <button class="cdx-button cdx-button--size-medium" type="submit">${reader.say('writ-login-find-button')}</button>
    </form>
    ${people.length === 0 ? html`<p class="quiet">${reader.say('writ-login-nobody')}</p>` : ''}
    <ul class="become">
      ${people.map(
        ({ handle, roles }) =>
          html`<li>
            ${form(reader, {
              action: '/login/demo',
              button: reader.say('writ-login-become', handle),
              kind: 'quiet',
              fixed: { person: handle, next },
            })}
            <span class="quiet">${roles.length === 0 ? reader.say('writ-login-no-role') : foreign(reader.list(roles))}</span>
          </li>`,
      )}
    </ul>`
}

function providers(reader: Reader, { providers: servers, next }: LoginView): Html {
  if (servers.length === 0) return html``
  return html`<h2>${reader.say('writ-login-providers')}</h2>
    <ul class="ways">
      ${servers.map(
        ({ id, title }) =>
          html`<li>
            <a
              class="cdx-button cdx-button--fake-button cdx-button--fake-button--enabled"
              href="/auth/${id}?next=${encodeURIComponent(next)}"
              >${reader.say('writ-login-with', title)}</a
            >
          </li>`,
      )}
    </ul>`
}

function passkey(reader: Reader, { passkey: options, next }: LoginView): Html {
  if (options === undefined) return html``
  return html`<h2>${reader.say('writ-login-passkey')}</h2>
    ${passkeyForm(reader, {
      action: '/login/passkey',
      button: reader.say('writ-login-passkey-button'),
      verb: 'get',
      options,
      body: hidden('next', next),
    })}`
}

function code(reader: Reader, { next }: LoginView): Html {
  return html`<h2>${reader.say('writ-login-code')}</h2>
    ${form(reader, {
      action: '/login/code',
      button: reader.say('writ-login-code-button'),
      fixed: { next },
      body: (f) =>
        html`${f.field({
          name: 'code',
          label: reader.say('writ-login-code-field'),
          hint: reader.say('writ-login-code-hint'),
          type: 'password',
          required: true,
          autocomplete: 'one-time-code',
        })}`,
    })}`
}
