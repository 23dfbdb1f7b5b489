/** What the pages say, by language: banana messages, kept in `i18n/AREA/LANGUAGE.json`, and the two languages made up to test them. */
import Banana from 'banana-i18n'

/** Areas have a pair of files each, so that several hands can add to them. */
export const AREAS = ['common', 'public', 'member', 'login', 'admin', 'setup'] as const

export type MessageKey = `writ-${(typeof AREAS)[number]}-${string}`

/** Texts by key. */
export type Messages = Readonly<Record<string, string>>

/** All languages, by their code in lower case; `en` is whole, the others fall back to it. */
export type MessageTable = ReadonlyMap<string, Messages>

/** Shows keys instead of texts, as in MediaWiki. */
export const KEYS_LANGUAGE = 'qqx'
/** English turned round, to see what a page does in a language from the right, and which words on it are no message. */
export const MIRRORED_LANGUAGE = 'en-x-rtl'

const FROM_THE_RIGHT = new Set(['ar', 'arc', 'azb', 'ckb', 'dv', 'fa', 'he', 'ks', 'mzn', 'nqo', 'pnb', 'ps', 'sd', 'ug', 'ur', 'yi'])

export function directionOf(language: string): 'ltr' | 'rtl' {
  return language === MIRRORED_LANGUAGE || FROM_THE_RIGHT.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr'
}

/** Puts a message and its parameters together. Plain text: whoever prints it escapes it. */
export type Say = (key: string, parameters: readonly (string | number)[]) => string

export function sayIn(table: MessageTable, language: string): Say {
  if (language === KEYS_LANGUAGE) return (key, parameters) => (parameters.length === 0 ? `(${key})` : `(${key}: ${parameters.join(', ')})`)
  const english = table.get('en') ?? {}
  const mirrored = language === MIRRORED_LANGUAGE
  const banana = new Banana(mirrored ? 'en' : language)
  banana.load(mirrored ? Object.fromEntries(Object.entries(english).map(([key, text]) => [key, mirror(text)])) : english, 'en')
  if (!mirrored && language !== 'en') banana.load(table.get(language) ?? {}, language)
  const plain = new Map<string, string>()
  return (key, parameters) => {
    if (parameters.length > 0) return banana.i18n(key, ...parameters)
    const known = plain.get(key)
    if (known !== undefined) return known
    const text = banana.i18n(key)
    plain.set(key, text)
    return text
  }
}

const [OVERRIDE, POP] = ['\u202e', '\u202c']

/** A message read from the right: its words are overridden, its parameters and functions stay. */
export function mirror(message: string): string {
  return message
    .split(/(\$\d+|\{\{[a-z]+:(?:\$\d+)?\|?|\||\}\}|(?<=\|)\d+=)/i)
    .map((part, index) => (index % 2 === 1 || part.trim() === '' ? part : `${OVERRIDE}${part}${POP}`))
    .join('')
}
