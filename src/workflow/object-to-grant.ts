import type { Decision } from '../decide/decision.ts'
import { refused } from '../decide/question.ts'
import { decideObjection } from '../decide/request/objection.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { json } from './answer.ts'
import { deciderOf, originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'

export interface ObjectionCommand {
  readonly key: string
  readonly caller: Caller
  readonly grant: number
  readonly reason: string
}

/** Somebody objects to an announced grant: it ends before it began, and can be asked for anew. */
export async function objectToGrant(instance: Instance, command: ObjectionCommand): Promise<Decision> {
  const { caller, reason } = command
  const answer = await record(instance, command.key, originOf(caller), (known) => {
    const grant = known.state.grant(command.grant)
    if (grant === undefined) return { drafts: [], answer: json(refused([{ clause: 'roles', text: `entry ${command.grant} is no grant` }])) }
    const decision = decideObjection(known, caller.actor, grant, reason)
    if (!decision.allowed || caller.actor.kind !== 'person') return { drafts: [], answer: json(decision) }
    return {
      drafts: [
        draft('grant.objected', { grant: grant.id, by: caller.actor.subject, reason }),
        draft('grant.ended', {
          subject: grant.subject,
          grant: grant.id,
          from: formatInstant(known.now),
          reason,
          clause: `roles.${grant.role}.objection`,
          decided_by: [deciderOf(caller)],
          cause: 'objected',
        }),
      ],
      answer: json(decision),
    }
  })
  return answer as unknown as Decision
}
