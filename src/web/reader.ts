import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Returned } from './returned.ts'
import { directionOf, KEYS_LANGUAGE, MIRRORED_LANGUAGE, sayIn, type MessageKey, type MessageTable, type Say } from './messages.ts'

/** A piece of HTML: values put into it are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Who looks at a page: everything on it that is not data is said by this. */
export interface Reader {
  /** BCP 47, for `lang`. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** There is no ledger yet, and so no page to lead to but those of setting up. */
  readonly unfounded?: boolean
  /** When the page is made, RFC 3339 in UTC. */
  readonly now: string
  /** Who is logged in, and where they are; absent = the page can be read by anybody. */
  readonly visitor?: { readonly handle: string | undefined; readonly next: string }
  /** A form of the page that came back, to be shown as it was filled in. */
  readonly returned?: Returned
  /** Where a style sheet or script is in the version that this server has; absent = at its name. */
  readonly asset?: (name: string) => string
  /** A message as plain text. */
  say(key: MessageKey, ...parameters: readonly (string | number)[]): string
  /** A message with pieces of HTML in it: links, moments, names. Texts are escaped; numbers are for PLURAL and formatnum. */
  fill(key: MessageKey, ...parameters: readonly (string | number | Html)[]): Html
  number(value: number): string
  /** A moment in the zone of the server's clock, which is named: a server does not know the reader's. */
  moment(iso: string): Html
  /** How long ago or ahead a moment is, the exact one on hover. */
  since(iso: string): Html
  /** A day, `2026-05-03`, or the day of a moment in UTC. */
  day(iso: string): Html
  /** A length of time. */
  span(count: number, unit: Unit): string
  /** Texts joined as the language joins them: “a, b and c”. */
  list(items: readonly string[]): string
  /** A sentence that the core makes, which has no translation yet. */
  english(text: string): Html
}

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** Placeholders of HTML in a message while it is put together: private characters that no message has. */
const FIRST_MARK = 0xe000
const MARK = /([\ue000-\ue0ff])/

/** Prepares the readers of each language once. */
export function createReaders(table: MessageTable): (language: string, now: string) => Reader {
  const known = new Map<string, (now: string) => Reader>()
  return (language, now) => {
    let make = known.get(language)
    if (make === undefined) known.set(language, (make = readersIn(table, language)))
    return make(now)
  }
}

function readersIn(table: MessageTable, language: string): (now: string) => Reader {
  const say = sayIn(table, language)
  const formats = formatsOf(language === KEYS_LANGUAGE || language === MIRRORED_LANGUAGE || language === 'en' ? 'en-GB' : language)
  const isEnglish = language === 'en' || (language.startsWith('en-') && language !== MIRRORED_LANGUAGE)
  const shared = {
    language: language === KEYS_LANGUAGE ? 'en' : language,
    direction: directionOf(language),
    say: (key: MessageKey, ...parameters: readonly (string | number)[]) => say(key, parameters),
    fill: (key: MessageKey, ...parameters: readonly (string | number | Html)[]) => filled(say, key, parameters),
    number: (value: number) => formats.number.format(value),
    moment: (iso: string) => html`<time datetime="${iso}">${formats.moment.format(Date.parse(iso))}</time>`,
    day: (iso: string) => html`<time datetime="${iso.slice(0, 10)}">${formats.day.format(Date.parse(iso.slice(0, 10)))}</time>`,
    span: (count: number, unit: Unit) => formats.span(count, unit),
    list: (items: readonly string[]) => formats.list.format(items),
    english: (text: string) => (isEnglish ? html`${text}` : html`<span lang="en" dir="ltr">${text}</span>`),
  }
  return (now) => ({
    ...shared,
    now,
    since: (iso) =>
      html`<time datetime="${iso}" title="${formats.moment.format(Date.parse(iso))}"
        >${formats.since(Date.parse(iso) - Date.parse(now))}</time
      >`,
  })
}

function filled(say: Say, key: MessageKey, parameters: readonly (string | number | Html)[]): Html {
  const marked = parameters.map((parameter, index) =>
    typeof parameter === 'number' ? parameter : String.fromCodePoint(FIRST_MARK + index),
  )
  const parts = say(key, marked).split(MARK)
  return html`${parts.map((part, index) => (index % 2 === 1 ? (parameters[(part.codePointAt(0) ?? 0) - FIRST_MARK] ?? '') : part))}`
}

interface Formats {
  readonly number: Intl.NumberFormat
  readonly moment: Intl.DateTimeFormat
  readonly day: Intl.DateTimeFormat
  readonly list: Intl.ListFormat
  readonly since: (milliseconds: number) => string
  readonly span: (count: number, unit: Unit) => string
}

const DATE = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' } as const
const SECOND = 1000
const UNITS: readonly (readonly [Unit, number])[] = [
  ['year', 365 * 86_400 * SECOND],
  ['month', 30 * 86_400 * SECOND],
  ['day', 86_400 * SECOND],
  ['hour', 3600 * SECOND],
  ['minute', 60 * SECOND],
]

function formatsOf(locale: string): Formats {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    number: new Intl.NumberFormat(locale),
    moment: new Intl.DateTimeFormat(locale, { ...DATE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' }),
    day: new Intl.DateTimeFormat(locale, DATE),
    list: new Intl.ListFormat(locale),
    since: (milliseconds) => {
      const [unit, length] = UNITS.find(([, size]) => Math.abs(milliseconds) >= size) ?? ['minute', 60 * SECOND]
      return relative.format(Math.round(milliseconds / length), unit)
    },
    span: (count, unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
  }
}
