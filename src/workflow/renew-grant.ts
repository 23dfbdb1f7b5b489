import type { Id } from '../charter/model.ts'
import { runningGrantOf } from '../decide/grant.ts'
import { lacking, refused } from '../decide/question.ts'
import { decideRenewal } from '../decide/renewal.ts'
import type { AskedEnd } from '../decide/term.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { deciderOf, originOf, type Caller } from './caller.ts'
import { json, nothingDone, type GrantAnswer } from './answer.ts'
import type { Instance } from './instance.ts'
import { findPerson } from './people.ts'
import { record } from './record.ts'

export interface RenewCommand {
  readonly key: string
  readonly caller: Caller
  readonly role: Id
  readonly handle: string
  readonly end: AskedEnd
  readonly useCase: string | undefined
}

/** A running grant gets another end; whoever could give the role may do it. */
export async function renewGrant(instance: Instance, command: RenewCommand): Promise<GrantAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const person = findPerson(known.state, command.handle)
    if (!person.ok)
      return { drafts: [], answer: json(nothingDone(command, refused([{ clause: `roles.${command.role}`, text: person.error }]))) }
    const grant = runningGrantOf(known, person.value, command.role)
    if (grant === undefined)
      return {
        drafts: [],
        answer: json(
          nothingDone(
            command,
            refused(
              [{ clause: `roles.${command.role}`, text: `${command.handle} does not hold \`${command.role}\`` }],
              [lacking('role', 'a running grant')],
            ),
          ),
        ),
      }
    const { clause, until, ...decision } = decideRenewal(known, command.caller.actor, grant, command.end)
    if (!decision.allowed) return { drafts: [], answer: json({ ...nothingDone(command, decision), grant: grant.id }) }
    const end = until === undefined ? {} : { until: formatInstant(until) }
    const renewed = draft('grant.renewed', {
      subject: person.value,
      grant: grant.id,
      ...end,
      clause: clause ?? `roles.${command.role}`,
      decided_by: [deciderOf(command.caller)],
      ...(command.useCase === undefined ? {} : { use_case: command.useCase }),
    })
    return { drafts: [renewed], answer: json({ ...nothingDone(command, decision), grant: grant.id, ...end }) }
  })
  return answer as unknown as GrantAnswer
}
