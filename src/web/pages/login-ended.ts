import { html } from 'hono/html'
import { form, hidden } from '../form.ts'
import { page } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import type { Html, Reader } from '../reader.ts'
import { isSecretField } from '../returned.ts'
import type { SiteView } from '../view.ts'

/** A form that came from somebody who is not logged in any more. */
export interface LoginEndedView {
  /** Where it was sent. */
  readonly action: string
  readonly what: MessageKey
  /** The page of the form. */
  readonly back: string
  readonly fields: readonly (readonly [string, string])[]
}

/** The page that a login leads to from here: the form waits in the other tab. */
export const LOGGED_IN_AGAIN = '/login/done'

/** What was typed, kept for after the login: it says nothing but what was sent just now. */
export function loginEndedPage(reader: Reader, site: SiteView, { action, what, back, fields }: LoginEndedView): Html {
  const kept = fields.filter(([name]) => !isSecretField(name))
  // ticks and numbers of records go along; nobody typed them
  const typed = kept.filter(([, value]) => !/^(?:yes|\d*|\s*)$/.test(value))
  const login = html`<a
    class="cdx-button cdx-button--fake-button cdx-button--fake-button--enabled"
    href="/login?next=${encodeURIComponent(LOGGED_IN_AGAIN)}"
    target="_blank"
    rel="noopener"
    >${reader.say('writ-login-ended-log-in')}</a
  >`
  const body = html`<div class="problem" role="alert" tabindex="-1" autofocus id="not-done">
      <h2>${reader.say('writ-login-not-done')}</h2>
      <p>${reader.say('writ-login-ended-why')}</p>
    </div>
    <ol>
      <li><p>${login}</p></li>
      <li>
        ${reader.say('writ-login-ended-then')}
        ${form(reader, {
          action,
          button: reader.say('writ-login-ended-send'),
          body: html`${kept.map(([name, value]) => hidden(name, value))}`,
        })}
      </li>
    </ol>
    ${
      typed.length === 0
        ? ''
        : html`<h2>${reader.say('writ-login-you-wrote')}</h2>
            <ul>
              ${typed.map(([, value]) => html`<li><bdi class="typed">${value}</bdi></li>`)}
            </ul>`
    }
    <p><a href="${back}">${reader.say('writ-login-ended-leave')}</a></p>`
  return page(reader, site, { heading: reader.say(what), path: undefined, crumbs: [], body })
}

/** Where somebody arrives who logged in beside a form that waits. */
export function loggedInAgainPage(reader: Reader, site: SiteView, handle: string | undefined): Html {
  const body =
    handle === undefined
      ? html`<p>${reader.say('writ-login-again-not')}</p>
          <p><a href="/login?next=${encodeURIComponent(LOGGED_IN_AGAIN)}">${reader.say('writ-login-log-in')}</a></p>`
      : html`<p>${reader.fill('writ-login-again', html`<bdi>${handle}</bdi>`)}</p>
          <p><a href="/me">${reader.say('writ-login-me')}</a></p>`
  return page(reader, site, { heading: reader.say('writ-login-again-title'), path: undefined, crumbs: [], body })
}
