import type { MessageKey } from './messages.ts'
import type { Reader } from './reader.ts'

/** A sentence that is a message, not yet said in anybody's language. */
export interface Worded {
  readonly key: MessageKey
  readonly parameters: readonly (string | number)[]
}

export function worded(key: MessageKey, ...parameters: readonly (string | number)[]): Worded {
  return { key, parameters }
}

/** As plain text. */
export function inWordsOf(reader: Reader, { key, parameters }: Worded): string {
  return reader.say(key, ...parameters)
}
