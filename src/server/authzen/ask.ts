import type { Context, Hono } from 'hono'
import type { z } from 'zod'
import { hasWritRight } from '../../decide/grant.ts'
import { checkToken, type Scope } from '../../workflow/check-token.ts'
import { knownNow } from '../../workflow/known.ts'
import type { Facts } from '../../workflow/facts.ts'
import { refuse, type RefusalCode } from '../errors.ts'
import type { Scene } from '../scene.ts'
import { withScene, type Serving } from '../serving.ts'
import type { Basis, Engines } from './engines.ts'
import type { Point } from './point.ts'
import { readBody } from './read-body.ts'

/** How long a request waits for entries that it says exist. */
const PATIENCE_MS = 2000
const POLL_MS = 20

export const NO_REVISION = '`context.min_rev` must be a whole number, as `revision.ledger` of an answer is'

export function isRevision(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

export interface Refusal {
  readonly code: RefusalCode
  readonly detail: string
}

export interface Endpoint<T> {
  readonly path: string
  readonly schema: z.ZodType<T>
  /** The scope a token must have; `search` is not for those who have none. */
  readonly scope: Extract<Scope, 'evaluate' | 'search'>
  /** The number of entries that the answer must rest on at least, as the body says. */
  readonly minimum: (body: T) => unknown
  readonly answer: (point: Point, body: T) => object | Refusal
}

/** Serves an endpoint: who asks, what they ask, as of when; then the answer as JSON, with the id of the request that came with it. */
export function ask<T>(app: Hono, serving: Serving, engines: Engines, endpoint: Endpoint<T>): void {
  app.post(endpoint.path, async (context) => {
    const id = context.req.header('x-request-id')
    if (id !== undefined) context.header('X-Request-ID', id)
    const body = await readBody(context, endpoint.schema)
    if (!body.ok) return refuse(context, body.error.code, body.error.detail)
    const minimum = endpoint.minimum(body.value) ?? 0
    if (!isRevision(minimum)) return refuse(context, 'bad-body', NO_REVISION)
    const facts = await serving.facts()
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      const size = await withScene<Response | number>(serving, async (scene) =>
        scene.moment.size < minimum ? scene.moment.size : respond(context, scene, serving, engines, facts, endpoint, body.value),
      )
      if (typeof size !== 'number') return size
      if (performance.now() > deadline)
        return refuse(context, 'not-yet', `${minimum} entries are asked for and there are ${size}; try again later`)
      await new Promise((resolve) => void setTimeout(resolve, POLL_MS))
    }
  })
  app.all(endpoint.path, (context) => {
    context.header('Allow', 'POST')
    return refuse(context, 'method-not-allowed', 'ask by POST, with a JSON body')
  })
}

async function respond<T>(
  context: Context,
  scene: Scene,
  serving: Serving,
  engines: Engines,
  facts: Facts,
  endpoint: Endpoint<T>,
  body: T,
): Promise<Response> {
  const basis = basisOf(context, scene, serving, endpoint.scope, facts)
  if (typeof basis !== 'string') {
    if (basis.code === 'not-logged-in') context.header('WWW-Authenticate', 'Bearer realm="writ"')
    return refuse(context, basis.code, basis.detail)
  }
  const engine = await engines(scene, basis, facts)
  const answer = endpoint.answer(
    { scene, engine, basis, catalogue: serving.resources, base: serving.base(), hashing: serving.hashing },
    body,
  )
  if ('code' in answer) return refuse(context, answer.code, answer.detail)
  context.header('Cache-Control', 'no-store')
  return context.json(answer)
}

/**
 * What somebody may be answered from. Everything only with a token for it whose owner may read private data (`read-private` on `writ`); else what the public
 * may see, since a plain yes or no can already tell of a suspension.
 */
function basisOf(context: Context, scene: Scene, serving: Serving, scope: Scope, facts: Facts): Basis | Refusal {
  const header = context.req.header('authorization')
  if (header === undefined) {
    if (scope === 'search') return { code: 'not-logged-in', detail: 'a search needs a token with the scope `search`' }
    return 'public'
  }
  const text = /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? ''
  const check = checkToken(scene.state, serving.hashing, text, scene.now)
  if (check.kind !== 'valid') return { code: 'not-logged-in', detail: 'the token is not valid here' }
  if (!check.token.scopes.includes(scope)) return { code: 'not-allowed', detail: `the token has no scope \`${scope}\`` }
  serving.tokenUses?.note(check.token.id, scene.now)
  const known = knownNow(scene.charter, scene.state, scene.now, facts)
  return hasWritRight(known, check.token.owner, 'read-private') ? 'everything' : 'public'
}
