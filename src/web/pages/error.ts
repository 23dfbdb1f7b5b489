import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { Reader } from '../reader.ts'

/** An error before anything is known of the ledger: nothing but what happened. */
export function errorPage(reader: Reader, heading: string, message: string): Html {
  return page(reader, undefined, { heading, path: undefined, crumbs: [], body: html`<p>${reader.english(message)}</p>` })
}
