import type { Context } from 'hono'
import type { Decision } from '../../decide/decision.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { State } from '../../ledger/state.ts'
import { refuse } from '../errors.ts'
import { withScene } from '../serving.ts'
import { askerOf, type NotAsker } from './asker.ts'
import { perform, type Acting, type Performed } from './perform.ts'
import { readJson } from './read-json.ts'
import type { Writing } from './route.ts'
import { provingOf, type Proving } from './step-up.ts'
import { addressOf, keyIn, refuseWith, shaped, type Api } from './exchange.ts'

/**
 * Serves a route by which somebody does something: whose token it is, the key under which it is done once, then the use case. A decision that was
 * refused or held is a problem with what it rests on, what is missing and who can help.
 */
export function servesWriting(api: Api, route: Writing): (context: Context) => Promise<Response> {
  const { serving } = api
  return async (context) => {
    // Before the body is read: nobody is answered to what they sent who may not send it.
    const first = await withScene(serving, ({ state, now }) =>
      Promise.resolve(askerOf(context, serving, api.attempts, route.scope, state, now)),
    )
    if (!first.ok) return refuseWith(context, first.error)
    const address = addressOf(context, route)
    if (!address.ok) return refuseWith(context, address.error)
    const named = keyIn(context)
    if (!named.ok) return refuseWith(context, named.error)
    const key = named.value
    const body = await readJson(context, route.body)
    if (!body.ok) return refuseWith(context, body.error)
    const asked = { ...address.value, body: body.value }
    const path = new URL(context.req.url).pathname
    const proving = provingOf(serving, { route, path, asked, key })
    const identify = (state: State, now: Instant): Result<Acting, NotAsker> => {
      const token = askerOf(context, serving, api.attempts, route.scope, state, now)
      if (!token.ok) return token
      if (token.value === undefined) return err({ code: 'not-logged-in', detail: 'the token is not valid here' })
      return ok({ person: token.value.owner, limits: token.value, channel: 'api', stepUp: proving.evidence(token.value, now) })
    }
    const ran = await perform({ api, route, asked, path, key, identify, stepUp: proving.port })
    return ran.ok ? respond(context, api, route, ran.value, proving) : refuseWith(context, ran.error)
  }
}

async function respond(
  context: Context,
  { serving }: Api,
  route: Writing,
  { done, size, readsPrivate }: Performed,
  proving: Proving,
): Promise<Response> {
  context.header('Cache-Control', 'no-store')
  context.header('Writ-Revision', String(size))
  const decision = done.decision === undefined || readsPrivate ? done.decision : await withPublicHelpers(serving, done.decision)
  if (decision?.outcome === 'refused' || decision?.outcome === 'unknown') {
    const { because, missing, whoCanHelp } = decision
    const detail = because.map(({ text }) => text).join('; ')
    const code = decision.outcome === 'refused' ? 'refused' : 'held'
    const challenge = missing.some(({ kind }) => kind === 'step-up') ? proving.challenge(serving.clock.now()) : undefined
    return refuse(context, code, detail, { because, missing, whoCanHelp, ...(challenge === undefined ? {} : { stepUp: challenge }) })
  }
  const later = route.accepted === true || decision?.outcome === 'pending'
  return context.json(shaped(route, decision === undefined ? done : { ...done, decision }), later ? 202 : 200)
}

/** Who could help is named as far as the public knows them. */
export function withPublicHelpers(serving: Api['serving'], decision: Decision): Promise<Decision> {
  return withScene(serving, ({ personOf }) =>
    Promise.resolve({
      ...decision,
      whoCanHelp: decision.whoCanHelp.map((one) => ({ ...one, holders: one.holders.filter((handle) => personOf(handle) !== undefined) })),
    }),
  )
}
