import { html } from 'hono/html'
import { form, hidden } from '../form.ts'
import { page } from '../layout.ts'
import type { Html, Reader } from '../reader.ts'
import type { SiteView } from '../view.ts'
import { passkeyForm } from './passkey-form.ts'

/** What a program wants to do. */
export interface AskedByProgram {
  /** As the document of the interface calls it. */
  readonly what: string
  readonly text: string
}

export interface ConfirmView {
  /** Of what waits. */
  readonly name: string
  readonly what: string
  /** Word for word, where a program asked for it. */
  readonly asked?: AskedByProgram
  readonly back: string
  readonly handle: string
  readonly demo: boolean
  readonly passkey: object | undefined
  readonly providers: readonly { readonly id: string; readonly title: string }[]
  /** Proved already: it is only to be carried out. */
  readonly confirmed: boolean
}

export function confirmPage(reader: Reader, site: SiteView, view: ConfirmView): Html {
  const { name, what, back, handle } = view
  const body = html`<p><strong>${what}</strong></p>
    ${view.asked === undefined ? '' : askedByProgram(reader, view.asked)}
    <p>${reader.say('writ-login-confirm-why', handle)}</p>
    ${view.confirmed ? carryOut(reader, name) : ways(reader, view)}
    <p><a href="${back}">${reader.say('writ-login-confirm-not')}</a></p>`
  return page(reader, site, { heading: reader.say('writ-login-confirm'), path: undefined, crumbs: [], body })
}

export function askedByProgram(reader: Reader, { what, text }: AskedByProgram): Html {
  return html`<p lang="en">${what}</p>
    <pre class="source asked" dir="ltr" tabindex="0" role="region" aria-label="${reader.say('writ-login-confirm-asked')}">${text}</pre>`
}

function carryOut(reader: Reader, name: string): Html {
  return html`<p>${reader.say('writ-login-confirmed')}</p>
    ${form(reader, { action: '/confirm', button: reader.say('writ-login-carry-out'), fixed: { of: name } })}`
}

function ways(reader: Reader, { name, demo, handle, passkey, providers }: ConfirmView): Html {
  if (!demo && passkey === undefined && providers.length === 0)
    return html`<div class="problem" role="alert">
      <p>${reader.fill('writ-login-confirm-none', html`<a href="/me/passkeys">${reader.say('writ-login-passkeys')}</a>`)}</p>
    </div>`
  return html`${
    passkey === undefined
      ? ''
      : passkeyForm(reader, {
          action: '/confirm',
          button: reader.say('writ-login-confirm-passkey'),
          verb: 'get',
          options: passkey,
          body: hidden('of', name),
        })
  }
  ${providers.map(
    ({ id, title }) =>
      html`<p>
        <a class="cdx-button cdx-button--fake-button cdx-button--fake-button--enabled" href="/auth/${id}?of=${name}"
          >${reader.say('writ-login-with', title)}</a
        >
      </p>`,
  )}
  ${
    demo
      ? form(reader, {
          action: '/confirm',
          button: reader.say('writ-login-confirm-demo', handle),
          fixed: { of: name, way: 'demo' },
        })
      : ''
  }`
}
