import { lacking, refused } from '../decide/question.ts'
import type { Decision } from '../decide/decision.ts'
import { hasWritRight } from '../decide/grant.ts'
import { draft } from '../ledger/entry.ts'
import { deciderOf, originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'

export interface SettleCommand {
  readonly key: string
  readonly caller: Caller
  readonly drift: number
  readonly outcome: 'left'
  readonly reason: string
}

/** Leaves a change that the target made itself as it stands: it is no longer reported. Reverting is a plan's, adopting a request's matter. */
export async function settleDrift(instance: Instance, command: SettleCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const open = [...known.charter.targets.keys()]
      .flatMap((target) => [...known.state.openDrift(target)])
      .find((drift) => drift.id === command.drift)
    const clause = `targets.${open?.target ?? ''}.drift`
    if (open === undefined)
      return { drafts: [], answer: json(refused([{ clause: 'targets', text: `entry ${command.drift} is no unsettled drift` }])) }
    const { actor } = command.caller
    if (actor.kind === 'person' && !hasWritRight(known, actor.subject, 'apply'))
      return {
        drafts: [],
        answer: json(
          refused(
            [{ clause, text: 'only holders of the right `apply` on `writ` settle drift' }],
            [lacking('authority', 'the right `writ.apply`')],
          ),
        ),
      }
    if (actor.kind === 'person' && known.state.account(open.account)?.subject === actor.subject)
      return {
        drafts: [],
        answer: json(
          refused([{ clause, text: 'another person has to: it concerns your own account' }], [lacking('authority', 'another person')]),
        ),
      }
    const settled = draft('drift.settled', {
      drift: open.id,
      outcome: command.outcome,
      decided_by: [deciderOf(command.caller)],
      reason: command.reason,
    })
    return {
      drafts: [settled],
      answer: json({ outcome: 'allowed', allowed: true, because: [{ clause, text: 'it stays as it is' }], missing: [], whoCanHelp: [] }),
    }
  })
  return answer as unknown as Decision
}
