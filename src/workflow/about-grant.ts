import type { Id } from '../charter/model.ts'
import { runningGrantOf } from '../decide/grant.ts'
import { lacking, refused } from '../decide/question.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import { json, nothingDone, type GrantAnswer } from './answer.ts'
import { originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import type { CommandOutcome } from './journal.ts'
import { findPerson } from './people.ts'
import { record, type Deciding } from './record.ts'

/** A command about a role that somebody holds. */
export interface AboutGrant {
  readonly key: string
  readonly caller: Caller
  readonly role: Id
  readonly handle: string
}

/** Records what `act` makes of the running grant that a command is about; refused where nobody is called so or they do not hold the role. */
export async function aboutGrant(
  instance: Instance,
  command: AboutGrant,
  act: (known: Deciding, subject: SubjectId, grant: Grant) => CommandOutcome,
): Promise<GrantAnswer> {
  const clause = `roles.${command.role}`
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const person = findPerson(known.state, command.handle)
    if (!person.ok) return { drafts: [], answer: json(nothingDone(command, refused([{ clause, text: person.error }]))) }
    const grant = runningGrantOf(known, person.value, command.role)
    if (grant !== undefined) return act(known, person.value, grant)
    const because = [{ clause, text: `${command.handle} does not hold \`${command.role}\`` }]
    return { drafts: [], answer: json(nothingDone(command, refused(because, [lacking('role', 'a running grant')]))) }
  })
  return answer as unknown as GrantAnswer
}
