import { refused } from '../decide/question.ts'
import type { Decision } from '../decide/decision.ts'
import { hasWritRight } from '../decide/grant.ts'
import { formatInstant } from '../kernel/instant.ts'
import { ok } from '../kernel/result.ts'
import { draft } from '../ledger/entry.ts'
import type { Pause, State } from '../ledger/state.ts'
import type { Target, TargetFailure } from '../reconcile/target.ts'
import { json } from './answer.ts'
import { originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { record, type Deciding } from './record.ts'

/** The name under which all jobs, and with them every change of a target, are paused. */
const ALL = 'all'

/** Since when nothing may be changed on any target; undefined = it may. */
export function pauseOfAll(state: State): Pause | undefined {
  return state.pauseOf(ALL)
}

/** What whoever wants to change a target is told while everything is paused; undefined = nothing is paused. */
export function pausedFailure(state: State): TargetFailure | undefined {
  const pause = pauseOfAll(state)
  if (pause === undefined) return undefined
  const message = `everything is paused since ${formatInstant(pause.at)} (entry ${pause.id}): nothing is changed on any target until \`writ resume\``
  return { kind: 'denied', code: 'paused', message }
}

/**
 * A target that changes nothing while everything is paused, whoever asks for it: looked at before each call, so a run that is under way ends
 * between two accounts. Reading goes on.
 */
export function holdWhilePaused(target: Target, failure: () => TargetFailure | undefined): Target {
  const { lock, members, survey, hands, provisions } = target
  const published: NonNullable<Target['publish']> = (...asked) => target.publish?.(...asked) ?? Promise.resolve(ok([]))
  const held = async <T>(write: () => Promise<T>) => {
    const error = failure()
    return error === undefined ? write() : ({ ok: false, error } as const)
  }
  return {
    id: target.id,
    get capabilities() {
      return target.capabilities
    },
    read: (scope) => target.read(scope),
    lookUp: (names) => target.lookUp(names),
    apply: (account, changes, note) => held(() => target.apply(account, changes, note)),
    history: (after) => target.history(after),
    inspect: () => target.inspect(),
    ...(target.publish === undefined
      ? {}
      : { publish: (pages, options) => (options.dryRun ? published(pages, options) : held(() => published(pages, options))) }),
    ...(lock === undefined ? {} : { lock: (account) => held(() => lock.call(target, account)) }),
    ...(survey === undefined ? {} : { survey: () => survey.call(target) }),
    ...(hands === undefined ? {} : { hands }),
    ...(provisions === undefined ? {} : { provisions: { ...provisions, make: (account) => held(() => provisions.make(account)) } }),
    ...(members === undefined ? {} : { members: { list: () => members.list(), remove: (account) => held(() => members.remove(account)) } }),
  }
}

export interface PauseCommand {
  readonly key: string
  readonly caller: Caller
  readonly reason: string | undefined
}

export interface ResumeCommand extends PauseCommand {
  /** The entry of the pause that ends: whoever ends it has looked at this one. */
  readonly pause: number
}

const CLAUSE = 'targets.writ'

/**
 * Stops every change of every target, at once and until somebody resumes. Allowed to the operator and to holders of `apply` on `writ`. Plans are
 * still made; what falls due is held and told; what was decided waits, suspensions too.
 */
export async function pauseAll(instance: Instance, command: PauseCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const no = whyNot(known, command)
    if (no !== undefined) return { drafts: [], answer: json(no) }
    const pause = pauseOfAll(known.state)
    if (pause !== undefined) return { drafts: [], answer: json(allowed(`everything is paused since entry ${pause.id}`)) }
    return {
      drafts: [switched(false, command.reason)],
      answer: json(allowed('everything is paused: nothing is changed on any target until somebody resumes')),
    }
  })
  return answer as unknown as Decision
}

/** Ends a pause. What waited is done by the next rounds, within the guards of every run. */
export async function resumeAll(instance: Instance, command: ResumeCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const no = whyNot(known, command)
    if (no !== undefined) return { drafts: [], answer: json(no) }
    const pause = pauseOfAll(known.state)
    if (pause === undefined) return refusal('nothing is paused')
    if (pause.id !== command.pause) return refusal(`the pause is entry ${pause.id}, not ${command.pause}: look at what waits now`)
    return { drafts: [switched(true, command.reason)], answer: json(allowed('what waited is done by the next rounds')) }
  })
  return answer as unknown as Decision
}

function switched(running: boolean, reason: string | undefined) {
  return draft('job.switched', { job: ALL, running, ...(reason === undefined ? {} : { reason }) })
}

function refusal(text: string) {
  return { drafts: [], answer: json(refused([{ clause: CLAUSE, text }])) }
}

function whyNot(known: Deciding, { caller: { actor } }: PauseCommand): Decision | undefined {
  if (actor.kind !== 'person' || hasWritRight(known, actor.subject, 'apply')) return undefined
  return refused([{ clause: CLAUSE, text: 'only the operator and holders of the right `apply` on `writ` may' }])
}

function allowed(text: string): Decision {
  return { outcome: 'allowed', allowed: true, because: [{ clause: CLAUSE, text }], missing: [], whoCanHelp: [] }
}
