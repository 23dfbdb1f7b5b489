import type { Id } from '../../charter/model.ts'
import type { Decision } from '../../decide/decision.ts'
import { decideMark } from '../../decide/trouble/mark.ts'
import { draft } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { deciderOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record } from '../record.ts'

export interface MarkCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry that gave a role or took one. */
  readonly entry: number
  readonly mark: Id
  readonly reason: string | undefined
}

/** Marks a change (an office action): from then on only those whom the mark names may reverse it, on targets too. */
export async function markChange(instance: Instance, command: MarkCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const decision = decideMark(known, command.caller.actor, command.entry, command.mark)
    const marked = draft('mark.set', {
      entry: command.entry,
      mark: command.mark,
      decided_by: [deciderOf(command.caller)],
      ...(command.reason === undefined ? {} : { reason: command.reason }),
    })
    return { drafts: decision.allowed ? [marked] : [], answer: json(decision) }
  })
  return answer as unknown as Decision
}
