import type { Context } from 'hono'
import type { Decision } from '../../decide/decision.ts'
import { hasWritRight } from '../../decide/grant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Token } from '../../ledger/state.ts'
import { readFacts } from '../../workflow/facts.ts'
import type { Instance } from '../../workflow/instance.ts'
import { knownNow } from '../../workflow/known.ts'
import { refuse } from '../errors.ts'
import { withScene } from '../serving.ts'
import { askerOf, type NotAsker } from './asker.ts'
import { readJson } from './read-json.ts'
import type { Done, Writing } from './route.ts'
import { addressOf, fingerprint, refuseWith, shaped, type Api } from './exchange.ts'

type Ran = Result<{ readonly done: Done; readonly size: number; readonly readsPrivate: boolean }, NotAsker>

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
    const key = context.req.header('idempotency-key') ?? ''
    if (!/^[!-~]{1,100}$/.test(key))
      return refuseWith(context, {
        code: 'no-key',
        detail:
          'send a header `Idempotency-Key` of 1 to 100 characters, a new one for each thing to be done: whoever sends the same again gets the first answer',
      })
    const body = await readJson(context, route.body)
    if (!body.ok) return refuseWith(context, body.error)
    if (serving.write === undefined)
      return refuseWith(context, { code: 'read-only', detail: 'this server only shows; use the command line' })
    const asked = { ...address.value, body: body.value }
    const mark = fingerprint(serving, new URL(context.req.url).pathname, body.value)
    const ran = await serving.write((instance) =>
      inTurn(key, async (): Promise<Ran> => {
        const now = instance.outside.clock.now()
        const token = await instance.journal.read((state) => askerOf(context, serving, api.attempts, route.scope, state, now))
        if (!token.ok) return token
        if (token.value === undefined) return err({ code: 'not-logged-in', detail: 'the token is not valid here' })
        const { owner } = token.value
        const known = await knownTo(instance)
        if (route.right !== undefined && !hasWritRight(known, owner, route.right))
          return err({ code: 'not-allowed', detail: `only holders of the right \`${route.right}\` on \`writ\` may` })
        if (!(await isFirstUse(instance, token.value, key, mark)))
          return err({ code: 'key-reused', detail: 'this idempotency key was used for something else; take a new one' })
        const done = await route.run(
          {
            instance,
            caller: { actor: { kind: 'person', subject: owner, stepUp: undefined }, channel: 'api' },
            key: `api/${owner}/${key}`,
            person: owner,
            token: token.value,
            jobs: api.jobs,
            serving,
          },
          asked,
        )
        const readsPrivate = hasWritRight(await knownTo(instance), owner, 'read-private')
        return done.ok ? ok({ done: done.value, size: instance.journal.size, readsPrivate }) : done
      }),
    )
    if (!ran.ok) return refuseWith(context, ran.error)
    return respond(context, api, route, ran.value)
  }
}

async function respond(
  context: Context,
  { serving }: Api,
  route: Writing,
  { done, size, readsPrivate }: Extract<Ran, { ok: true }>['value'],
): Promise<Response> {
  context.header('Cache-Control', 'no-store')
  context.header('Writ-Revision', String(size))
  const decision = done.decision === undefined || readsPrivate ? done.decision : await withPublicHelpers(serving, done.decision)
  if (decision?.outcome === 'refused' || decision?.outcome === 'unknown') {
    const { because, missing, whoCanHelp } = decision
    const detail = because.map(({ text }) => text).join('; ')
    const code = decision.outcome === 'refused' ? 'refused' : 'held'
    return refuse(context, code, detail, { because, missing, whoCanHelp })
  }
  const later = route.accepted === true || decision?.outcome === 'pending'
  return context.json(shaped(route, decision === undefined ? done : { ...done, decision }), later ? 202 : 200)
}

/** Who could help is named as far as the public knows them. */
function withPublicHelpers(serving: Api['serving'], decision: Decision): Promise<Decision> {
  return withScene(serving, ({ personOf }) =>
    Promise.resolve({
      ...decision,
      whoCanHelp: decision.whoCanHelp.map((one) => ({ ...one, holders: one.holders.filter((handle) => personOf(handle) !== undefined) })),
    }),
  )
}

async function knownTo(instance: Instance) {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  return knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
}

/** Whether a key is new or repeats the same request. What it was used for is kept beside the ledger, as a hash. */
async function isFirstUse({ store, outside: { hashing } }: Instance, { owner }: Token, key: string, mark: string): Promise<boolean> {
  const name = `api/${hashing.base64url(hashing.sha256(hashing.utf8(`${owner}\n${key}`)))}`
  const known = await store.note(name)
  if (known === undefined) await store.setNote(name, mark)
  return known === undefined || known === mark
}

const turns = new Map<string, Promise<unknown>>()

/** One request of a key after the other. */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(key) ?? Promise.resolve()).then(work, work)
  turns.set(key, mine)
  try {
    return await mine
  } finally {
    if (turns.get(key) === mine) turns.delete(key)
  }
}
