import { html } from 'hono/html'
import { page, type Html } from '../layout.ts'
import type { MessageKey } from '../messages.ts'
import type { Reader } from '../reader.ts'
import { inWordsOf, type Worded } from '../worded.ts'

/** An error before anything is known of the ledger: nothing but what happened. A text that is no message is a sentence of the core. */
export function errorPage(reader: Reader, heading: MessageKey, detail: string | Worded): Html {
  const words = typeof detail === 'string' ? reader.english(detail) : inWordsOf(reader, detail)
  return page(reader, undefined, {
    heading: reader.say(heading),
    path: undefined,
    crumbs: [],
    body: html`<p>${words}</p>
      <p><a href="/">${reader.say('writ-common-back')}</a></p>`,
  })
}
