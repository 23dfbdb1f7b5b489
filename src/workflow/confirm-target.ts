import type { Id } from '../charter/model.ts'
import { decideConfirmTarget } from '../decide/confirm-target.ts'
import type { Decision } from '../decide/decision.ts'
import { draft } from '../ledger/entry.ts'
import { json } from './answer.ts'
import { originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'

export interface ConfirmTargetCommand {
  readonly key: string
  readonly caller: Caller
  readonly target: Id
  /** What was seen. */
  readonly note: string | undefined
}

/** Somebody whom the charter names says that a target works: what comes after it may follow. */
export async function confirmTarget(instance: Instance, { key, caller, target, note }: ConfirmTargetCommand): Promise<Decision> {
  const answer = await record(instance, key, originOf(caller), (known) => {
    const decision = decideConfirmTarget(known, caller.actor, target)
    if (!decision.allowed || caller.actor.kind !== 'person') return { drafts: [], answer: json(decision) }
    const { clean } = known.state.targetState(target).runs
    const said = draft('target.confirmed', { target, by: caller.actor.subject, runs: clean, ...(note === undefined ? {} : { note }) })
    return { drafts: [said], answer: json(decision) }
  })
  return answer as unknown as Decision
}
