import type { Context } from 'hono'
import { canonicalJson, type Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { AuditIndex } from '../../workflow/audit-index.ts'
import type { Inboxes } from '../../workflow/inbox/inbox.ts'
import type { Readings } from '../../workflow/readings.ts'
import { readShape } from '../authzen/read-body.ts'
import type { Archives } from '../archives.ts'
import { refuse } from '../errors.ts'
import type { OwnRecords } from '../own-records.ts'
import type { Serving } from '../serving.ts'
import type { NotAsker } from './asker.ts'
import type { Attempts } from './attempts.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Refusal, Route } from './route.ts'

export const BASE = '/api/v1'

/** What the serving of all routes has in common. */
export interface Api {
  readonly serving: Serving
  readonly attempts: Attempts
  /** What came from whoever is not to be known, by address. */
  readonly received: Attempts
  readonly jobs: Jobs
  readonly inboxes: Inboxes
  readonly readings: Readings
  readonly audits: AuditIndex
  readonly archives: Archives
  readonly ownRecords: OwnRecords
}

/** A refusal as a problem document, with the headers that go with it. */
export function refuseWith(context: Context, { code, detail, wait }: NotAsker): Promise<Response> {
  if (code === 'not-logged-in') context.header('WWW-Authenticate', 'Bearer realm="writ"')
  if (wait !== undefined) context.header('Retry-After', String(wait))
  return refuse(context, code, detail)
}

/** The parts of the address as the route has them. `min_rev` is every reading route's. */
export function addressOf(
  context: Context,
  { path, params, query }: Route,
): Result<{ readonly params: unknown; readonly query: unknown; readonly minimum: number }, Refusal> {
  const url = new URL(context.req.url)
  const parts = url.pathname.slice(BASE.length).split('/')
  const named = path.split('/').flatMap((part, index) => {
    const found = /^\{(\w+)\}$/.exec(part)?.[1]
    return found === undefined ? [] : [[found, decodeURIComponent(parts[index] ?? '')] as const]
  })
  const asked = new Map(url.searchParams)
  const wanted = asked.get('min_rev') ?? '0'
  asked.delete('min_rev')
  const bad = (detail: string) => err({ code: 'bad-request', detail } as const)
  if (!/^\d{1,15}$/.test(wanted)) return bad('`min_rev` must be a whole number, as `Writ-Revision` of an answer is')
  const [read, filter] = [readShape(Object.fromEntries(named), params), readShape(Object.fromEntries(asked), query)]
  if (!read.ok) return bad(read.error.detail)
  return filter.ok ? ok({ params: read.value, query: filter.value, minimum: Number(wanted) }) : bad(filter.error.detail)
}

/** What is sent: what the answer's schema names, and nothing else. What there is not is null. */
export function shaped({ answer, id }: Route, body: object): Json {
  const shape =
    'shape' in answer ? (answer.shape as Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>>) : {}
  const given = JSON.parse(JSON.stringify(body)) as Record<string, Json>
  for (const [name, field] of Object.entries(shape))
    if (given[name] === undefined && !field.safeParse(undefined).success && field.safeParse(null).success) given[name] = null
  const parsed = answer.safeParse(given)
  if (!parsed.success) throw new Error(`${id}: the answer is not as its schema says: ${parsed.error.message}`)
  return parsed.data as Json
}

/** The idempotency key that a request must have. */
export function keyIn(context: Context): Result<string, Refusal> {
  const key = context.req.header('idempotency-key') ?? ''
  if (/^[!-~]{1,100}$/.test(key)) return ok(key)
  return err({
    code: 'no-key',
    detail:
      'send a header `Idempotency-Key` of 1 to 100 characters, a new one for each thing to be done: whoever sends the same again gets the first answer',
  })
}

/** What tells one request from another under the same idempotency key. */
export function fingerprint({ hashing }: Serving, path: string, body: unknown): string {
  return hashing.base64url(hashing.sha256(hashing.utf8(canonicalJson([path, body] as Json))))
}
