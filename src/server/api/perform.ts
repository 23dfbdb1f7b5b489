import { hasWritRight } from '../../decide/grant.ts'
import { lacking, refused } from '../../decide/question.ts'
import type { Channel, SubjectId } from '../../ledger/entry.ts'
import type { State, Token } from '../../ledger/state.ts'
import type { Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { createTurns } from '../../kernel/turns.ts'
import { readFacts } from '../../workflow/facts.ts'
import type { Instance } from '../../workflow/instance.ts'
import { UnwritableDraftError } from '../../workflow/journal-batch.ts'
import { knownNow } from '../../workflow/known.ts'
import type { StepUp } from '../../workflow/ports.ts'
import { fingerprint, type Api } from './exchange.ts'
import type { Asked, Done, Refusal, Writing } from './route.ts'

/** What somebody may do here by a token, or logged in. */
export interface Acting {
  readonly person: SubjectId
  readonly limits: Pick<Token, 'scopes' | 'until'>
  readonly channel: Channel
  /** What they brought of a second factor. */
  readonly stepUp: string | undefined
}

const inTurn = createTurns()

export interface Performance<E extends Refusal> {
  readonly api: Api
  readonly route: Writing
  readonly asked: Asked<unknown, unknown, unknown>
  /** The path of the request, of which a key is good for one. */
  readonly path: string
  /** The caller's own key for doing it once. */
  readonly key: string
  /** Who acts, looked at again on the state that the decision follows. */
  readonly identify: (state: State, now: Instant) => Result<Acting, E>
  /** How evidence is found here; undefined = as the installation does. */
  readonly stepUp?: StepUp
}

export interface Performed {
  readonly done: Done
  readonly size: number
  readonly readsPrivate: boolean
}

/** Does what a writing route describes, once for each key: the one way in from outside, whatever form it came in. */
export function perform<E extends Refusal>(performance: Performance<E>): Promise<Result<Performed, E | Refusal>> {
  const { api, route, asked, path, key, identify } = performance
  const { serving } = api
  const { write } = serving
  if (write === undefined) return Promise.resolve(err({ code: 'read-only', detail: 'this server only shows; use the command line' }))
  const mark = fingerprint(serving, path, asked.body)
  return write((lent) =>
    inTurn(key, async () => {
      const instance = performance.stepUp === undefined ? lent : { ...lent, stepUp: performance.stepUp }
      const now = instance.outside.clock.now()
      const acting = await instance.journal.read((state) => identify(state, now))
      if (!acting.ok) return acting
      const { person, limits, channel, stepUp } = acting.value
      const known = await knownTo(instance)
      if (route.right !== undefined && !hasWritRight(known, person, route.right))
        return err({ code: 'not-allowed', detail: `only holders of the right \`${route.right}\` on \`writ\` may` })
      if (!(await isFirstUse(instance, person, key, mark)))
        return err({ code: 'key-reused', detail: 'this idempotency key was used for something else; take a new one' })
      const once = `${channel}/${person}/${key}`
      const lacks = route.confirms === true && stepUp === undefined && (await instance.store.answerOf(once)) === undefined
      if (lacks) return ok({ done: { decision: UNCONFIRMED }, size: instance.journal.size, readsPrivate: false })
      const done = await attempted(() =>
        route.run(
          {
            instance,
            caller: { actor: { kind: 'person', subject: person, stepUp }, channel },
            key: once,
            person,
            token: limits,
            jobs: api.jobs,
            serving,
          },
          asked,
        ),
      )
      const readsPrivate = hasWritRight(await knownTo(instance), person, 'read-private')
      return done.ok ? ok({ done: done.value, size: instance.journal.size, readsPrivate }) : done
    }),
  )
}

const UNCONFIRMED = refused(
  [{ clause: 'writ', text: 'whoever does this confirms with a fresh second factor that it is them' }],
  [lacking('step-up', 'a fresh second factor')],
)

/** What no entry can hold is a mistake of whoever sent it. */
async function attempted(work: () => ReturnType<Writing['run']>): Promise<Result<Done, Refusal>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UnwritableDraftError) return err({ code: 'bad-body', detail: error.message })
    throw error
  }
}

async function knownTo(instance: Instance) {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  return knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
}

/** Whether a key is new or repeats the same request. What it was used for is kept beside the ledger, as a hash. */
async function isFirstUse({ store, outside: { hashing } }: Instance, owner: SubjectId, key: string, mark: string): Promise<boolean> {
  const name = `api/${hashing.base64url(hashing.sha256(hashing.utf8(`${owner}\n${key}`)))}`
  const known = await store.note(name)
  if (known === undefined) await store.setNote(name, mark)
  return known === undefined || known === mark
}
