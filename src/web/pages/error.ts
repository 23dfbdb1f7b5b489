import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'

/** An error before anything is known of the ledger: nothing but what happened. */
export function errorPage(heading: string, message: string): Html {
  return page(undefined, { heading, path: undefined, crumbs: [], body: html`<p>${message}</p>` })
}
