import { html } from 'hono/html'
import { hidden } from '../../form.ts'
import { page } from '../../layout.ts'
import type { MessageKey } from '../../messages.ts'
import type { Html, Reader } from '../../reader.ts'
import type { Carried } from './view.ts'

const STEPS = 3

/** A page of setting up; `step` counts from 1. */
export function setupPage(reader: Reader, heading: MessageKey, body: Html, step?: number): Html {
  return page(reader, undefined, {
    heading: reader.say(heading),
    path: undefined,
    crumbs: step === undefined ? [] : [{ href: '/setup', text: reader.say('writ-setup-title') }],
    body: html`${step === undefined ? '' : html`<p class="quiet">${reader.say('writ-setup-step', step, STEPS)}</p>`} ${body}`,
  })
}

export function carriedFields(carried: Carried): Html {
  return html`${carried.map(([name, value]) => hidden(name, value))}`
}

/** The buttons of a step: on, and back to others with all that is filled in. */
export function stepButtons(on: string, back: readonly { readonly action: string; readonly text: string }[]): Html {
  return html`<p class="buttons">
    <button class="cdx-button cdx-button--weight-primary cdx-button--action-progressive cdx-button--size-medium" type="submit">
      ${on}
    </button>
    ${back.map(
      ({ action, text }) =>
        html`<button class="cdx-button cdx-button--size-medium" type="submit" formaction="${action}" formnovalidate>${text}</button> `,
    )}
  </p>`
}
