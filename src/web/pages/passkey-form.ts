import { html } from 'hono/html'
import { assetOf } from '../layout.ts'
import type { Html, Reader } from '../reader.ts'

export interface PasskeyForm {
  readonly action: string
  readonly button: string
  readonly verb: 'create' | 'get'
  /** What the browser is to make or sign with. */
  readonly options: object
  readonly body?: Html
}

/** A form that a small script fills in with a passkey's answer. Without the script it is not shown; the page says what to do then. */
export function passkeyForm(reader: Reader, { action, button, verb, options, body }: PasskeyForm): Html {
  return html`<form class="act" method="post" action="${action}" data-passkey="${verb}" data-options="${JSON.stringify(options)}" hidden>
      <input type="hidden" name="answer" value="" />
      ${body ?? ''}
      <button class="cdx-button cdx-button--weight-primary cdx-button--action-progressive cdx-button--size-medium" type="submit">
        ${button}
      </button>
      <p class="problem" role="alert" data-failed hidden>${reader.say('writ-login-passkey-failed')}</p>
    </form>
    <noscript><p class="quiet">${reader.say('writ-login-passkey-script')}</p></noscript>
    <script src="${assetOf(reader, 'passkey.js')}" type="module"></script>`
}
