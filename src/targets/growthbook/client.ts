/** GrowthBook's REST interface: one call after the other, within its limit of calls a minute, and patient where it says how long to wait. */
import type { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { failure, incomplete, remoteText } from '../mediawiki/failure.ts'
import { connectionFailure, readBody, readRetryAfter } from '../mediawiki/http.ts'
import type { Sleep, TargetClock } from '../outside.ts'
import { errorAnswer } from './answers.ts'
import { patiently } from '../patiently.ts'

export interface ClientOptions {
  /** The address that ends in `/api`. */
  readonly api: URL
  /** The secret key, `secret_…`. */
  readonly key: string
  readonly clock: TargetClock
  readonly sleep: Sleep
  /** Calls a minute; 60 if absent, GrowthBook's default for each key. */
  readonly perMinute?: number
}

export interface Client {
  call<S extends z.ZodType>(schema: S, method: Method, path: string, body?: object): Promise<Result<z.output<S>, TargetFailure>>
  /** All rows of a listing, read again from the start if it changed meanwhile. */
  list<Row extends { readonly id: string }>(schema: Page<Row>, path: string): Promise<Result<readonly Row[], TargetFailure>>
}

export type Method = 'GET' | 'POST' | 'DELETE'
type Page<Row> = z.ZodType<{ readonly rows: Row[]; readonly total: number; readonly hasMore: boolean }>

const PAGE = 100
const MINUTE = 60_000
const TIMEOUT = 30_000
const LARGEST = 16 * 1024 * 1024
const READINGS = 3

export function openClient(options: ClientOptions): Client {
  const { api, key, clock, sleep, perMinute = 60 } = options
  let sent: readonly number[] = []

  async function waitForTurn(): Promise<void> {
    for (;;) {
      const now = clock.now()
      sent = sent.filter((time) => now - time < MINUTE)
      const oldest = sent[0]
      if (oldest === undefined || sent.length < perMinute) break
      await sleep(oldest + MINUTE - now)
    }
    sent = [...sent, clock.now()]
  }

  async function once<S extends z.ZodType>(
    schema: S,
    method: Method,
    path: string,
    body?: object,
  ): Promise<Result<z.output<S>, TargetFailure>> {
    await waitForTurn()
    const url = new URL(`${api.href.replace(/\/$/, '')}${path}`)
    const headers = new Headers({ authorization: `Bearer ${key}`, accept: 'application/json', 'content-type': 'application/json' })
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await readBody(response, LARGEST)
      if (text === undefined) return err(failure('refused', 'answer-too-large', `${url.host} answers with more than ${LARGEST} bytes`))
      return understand(schema, response, url, text, readRetryAfter(response.headers.get('retry-after'), clock))
    } catch (error) {
      return err(connectionFailure(error, { url, timeout: TIMEOUT }))
    }
  }

  async function call<S extends z.ZodType>(
    schema: S,
    method: Method,
    path: string,
    body?: object,
  ): Promise<Result<z.output<S>, TargetFailure>> {
    return patiently(() => once(schema, method, path, body), sleep)
  }

  async function pages<Row extends { readonly id: string }>(
    schema: Page<Row>,
    path: string,
  ): Promise<Result<readonly Row[] | undefined, TargetFailure>> {
    const rows = new Map<string, Row>()
    let total: number | undefined
    for (let offset = 0; ;) {
      const page = await call(schema, 'GET', `${path}?limit=${PAGE}&offset=${offset}`)
      if (!page.ok) return page
      const { rows: more, hasMore } = page.value
      for (const row of more) rows.set(row.id, row)
      // Pages are cut out of a list that lives: whoever leaves meanwhile moves everybody behind him.
      if (total !== undefined && total !== page.value.total) return ok(undefined)
      total = page.value.total
      offset += more.length
      if (!hasMore) return ok(rows.size === total && offset === total ? [...rows.values()] : undefined)
      if (more.length === 0) return ok(undefined)
    }
  }

  return {
    call,
    list: async (schema, path) => {
      for (let reading = 0; reading < READINGS; reading += 1) {
        const rows = await pages(schema, path)
        if (!rows.ok) return rows
        if (rows.value !== undefined) return ok(rows.value)
      }
      return err(
        incomplete('listing-moves', `the listing ${path} of ${api.host} contradicted itself ${READINGS} times; nothing of it was used`),
      )
    },
  }
}

function understand<S extends z.ZodType>(
  schema: S,
  response: Response,
  url: URL,
  text: string,
  retryAfter: number | undefined,
): Result<z.output<S>, TargetFailure> {
  const json = parseJson(text)
  if (!response.ok) return err(refusalOf(response.status, url, json, retryAfter))
  const content = schema.safeParse(json)
  if (content.success) return ok(content.data)
  const place = content.error.issues[0]?.path.join('.') ?? ''
  return err(
    incomplete('answer-not-understood', `the answer of ${url.host}${url.pathname} is not of the expected form at \`${remoteText(place)}\``),
  )
}

/** Refusals in the port's terms. GrowthBook refuses with 400 whatever its rules forbid, with 402 what the licence does not have. */
function refusalOf(status: number, url: URL, json: unknown, retryAfter: number | undefined): TargetFailure {
  const said = errorAnswer.safeParse(json)
  const text = said.success ? remoteText(said.data.message) : ''
  const message = `${url.host} answers with status ${status}${text === '' ? '' : `: ${text}`}`
  if (status === 429) return failure('busy', 'http-429', message, retryAfter)
  if (status >= 500) return failure('unavailable', `http-${status}`, message, retryAfter)
  if (status === 402) return failure('denied', 'plan', `${message}; the licence of this GrowthBook does not have it`)
  if (status === 401 || status === 403 || /authorization header/i.test(text)) return failure('denied', `http-${status}`, message)
  if (/could not find user/i.test(text)) return failure('invalid', 'no-such-account', message)
  if (/identity provider|managed ?by ?idp|scim/i.test(text)) return failure('refused', 'managed-by-idp', message)
  if (/only admin/i.test(text)) return failure('refused', 'last-admin', message)
  return failure(status >= 300 && status < 400 ? 'refused' : 'invalid', `http-${status}`, message)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
