import type { Context, Hono } from 'hono'
import { canonicalJson, type Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { readShape } from '../authzen/read-body.ts'
import { refuse } from '../errors.ts'
import type { Serving } from '../serving.ts'
import { createAttempts } from './attempts.ts'
import type { NotAsker } from './asker.ts'
import { openApiText } from './document.ts'
import { createJobs } from './jobs/jobs.ts'
import { servesReading } from './serve-reading.ts'
import { servesWriting } from './serve-writing.ts'
import type { Refusal, Route } from './route.ts'
import { routes } from './routes.ts'
import type { Attempts } from './attempts.ts'
import type { Jobs } from './jobs/jobs.ts'

/** What the serving of all routes has in common. */
export interface Api {
  readonly serving: Serving
  readonly attempts: Attempts
  readonly jobs: Jobs
}

const BASE = '/api/v1'

/** The programming interface under `/api/v1`: its routes, its document, and for each path what it can be asked for. */
export function apiRoutes(app: Hono, serving: Serving): void {
  const failed = (error: unknown) => {
    const id = serving.requestId()
    serving.warn(`request ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return `the operator finds the reason under request ${id}`
  }
  const api: Api = { serving, attempts: createAttempts(), jobs: createJobs(serving.clock, failed) }
  const methods = new Map<string, string[]>([[`${BASE}/openapi.json`, ['GET', 'HEAD']]])
  const document = openApiText(routes)
  app.get(`${BASE}/openapi.json`, (context) => context.body(document, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' }))
  for (const route of routes) {
    const path = BASE + route.path.replaceAll(/\{(\w+)\}/g, ':$1')
    methods.set(path, [...(methods.get(path) ?? []), ...(route.method === 'get' ? ['GET', 'HEAD'] : ['POST'])])
    const handle = route.kind === 'reads' ? servesReading(api, route) : servesWriting(api, route)
    app.on(route.method.toUpperCase(), path, handle)
  }
  for (const [path, allowed] of methods)
    app.all(path, async (context) => {
      context.header('Allow', [...allowed, 'OPTIONS'].join(', '))
      if (context.req.method === 'OPTIONS') return context.body(null, 204)
      return refuse(context, 'method-not-allowed', `this takes ${allowed.join(' and ')}`)
    })
}

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
  const shape = 'shape' in answer ? (answer.shape as Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>>) : {}
  const given = JSON.parse(JSON.stringify(body)) as Record<string, Json>
  for (const [name, field] of Object.entries(shape))
    if (given[name] === undefined && !field.safeParse(undefined).success && field.safeParse(null).success) given[name] = null
  const parsed = answer.safeParse(given)
  if (!parsed.success) throw new Error(`${id}: the answer is not as its schema says: ${parsed.error.message}`)
  return parsed.data as Json
}

/** What tells one request from another under the same idempotency key. */
export function fingerprint({ hashing }: Serving, path: string, body: unknown): string {
  return hashing.base64url(hashing.sha256(hashing.utf8(canonicalJson([path, body] as Json))))
}
