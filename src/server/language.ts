import type { Context, MiddlewareHandler } from 'hono'
import { formatInstant, instant } from '../kernel/instant.ts'
import { KEYS_LANGUAGE, MIRRORED_LANGUAGE, type MessageTable } from '../web/messages.ts'
import { createReaders, type Reader } from '../web/reader.ts'
import { Returned, type ReturnedParts } from '../web/returned.ts'
import { viewerIn } from './auth/viewer.ts'
import { versionsOf } from './assets.ts'
import { loadMessages } from './messages.ts'
import type { Clock } from '../workflow/ports.ts'

/** Whoever asks, by the language they want, or by the one that is given. */
export type ReaderOf = (context: Context, language?: string) => Reader

/** Whoever reads a page that is printed to a file. */
export async function englishReader(): Promise<Reader> {
  return createReaders(await loadMessages())('en', formatInstant(instant(0)))
}

/** The address says the language (`uselang`), else the browser does; neither is remembered. */
export function readersOf(messages: MessageTable, clock: Clock): ReaderOf {
  const readers = createReaders(messages)
  return (context, given) => {
    const asked = given ?? context.req.query('uselang')?.toLowerCase()
    const language = known(messages, asked) ?? preferred(messages, context.req.header('accept-language')) ?? 'en'
    return readers(language, formatInstant(clock.now()))
  }
}

const READER = 'reader'
const ENGLISH = 'english'
/** No request from outside can set it: it is a part of the environment, not of the request. */
const RETURNED = Symbol('a form that came back')

/** The environment of a request that this server makes of itself, to show a form again. */
export function withReturned(environment: object | undefined, parts: ReturnedParts): object {
  return { ...environment, [RETURNED]: parts }
}

/**
 * Notes with each request who reads its answer, before anything can be refused or fail. `logsIn`: people can log in here; who did is found out later.
 * `unfounded`: there is no ledger yet. `assets`: the style sheets and scripts by their names.
 */
export function knowReader(
  readerOf: ReaderOf,
  logsIn: boolean,
  unfounded = false,
  assets: ReadonlyMap<string, string> = new Map(),
): MiddlewareHandler {
  const versions = versionsOf(assets)
  const asset = (name: string) => {
    const version = versions.get(name)
    return version === undefined ? `/assets/${name}` : `/assets/${name}?v=${version}`
  }
  return async (context, next) => {
    const { pathname, search } = new URL(context.req.url)
    const place = pathname === '/login' ? '/me' : pathname + search
    const parts = (context.env as { readonly [RETURNED]?: ReturnedParts } | undefined)?.[RETURNED]
    const returned = parts === undefined ? {} : { returned: new Returned(parts) }
    const reader = { ...readerOf(context), ...returned, unfounded, asset }
    const visited = {
      ...reader,
      get visitor() {
        return { handle: viewerIn(context)?.handle, next: place }
      },
    }
    context.set(READER, logsIn ? visited : reader)
    context.set(ENGLISH, () => readerOf(context, 'en'))
    await next()
  }
}

export function readerIn(context: Context): Reader {
  return context.get(READER) as Reader
}

/** What is said to programs is English, whatever the browser behind them prefers. */
export function englishIn(context: Context): Reader {
  return (context.get(ENGLISH) as () => Reader)()
}

function known(messages: MessageTable, language: string | undefined): string | undefined {
  if (language === undefined) return undefined
  return messages.has(language) || language === KEYS_LANGUAGE || language === MIRRORED_LANGUAGE ? language : undefined
}

const LONGEST_HEADER = 500

/** RFC 9110 section 12.5.4: the language of the highest weight that there are messages in, or the one it is a kind of. */
function preferred(messages: MessageTable, header: string | undefined): string | undefined {
  const ranges = (header ?? '')
    .slice(0, LONGEST_HEADER)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((found) => found !== undefined)
      return { tag: tag.trim(), weight: Number(weight ?? 1) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((left, right) => right.weight - left.weight)
  for (const { tag } of ranges) {
    const parts = tag.split('-')
    for (let count = parts.length; count > 0; count -= 1) {
      const language = parts.slice(0, count).join('-')
      if (known(messages, language) !== undefined) return language
    }
  }
  return undefined
}
