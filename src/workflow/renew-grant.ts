import { stepUpClause } from '../decide/power-use.ts'
import { decideRenewal } from '../decide/renewal.ts'
import type { AskedEnd } from '../decide/term.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { deciderOf, evidenceOf } from './caller.ts'
import { aboutGrant, type AboutGrant } from './about-grant.ts'
import { json, nothingDone, type GrantAnswer } from './answer.ts'
import type { Instance } from './instance.ts'

export interface RenewCommand extends AboutGrant {
  readonly end: AskedEnd
  readonly useCase: string | undefined
}

/** A running grant gets another end; whoever could give the role may do it. */
export function renewGrant(instance: Instance, command: RenewCommand): Promise<GrantAnswer> {
  return aboutGrant(instance, command, (known, subject, grant) => {
    const { clause, until, ...decision } = decideRenewal(known, command.caller.actor, grant, command.end)
    if (!decision.allowed) return { drafts: [], answer: json({ ...nothingDone(command, decision), grant: grant.id }) }
    const end = until === undefined ? {} : { until: formatInstant(until) }
    const renewed = draft('grant.renewed', {
      subject,
      grant: grant.id,
      ...end,
      clause: clause ?? `roles.${command.role}`,
      decided_by: [deciderOf(command.caller)],
      ...(command.useCase === undefined ? {} : { use_case: command.useCase }),
      ...evidenceOf(command.caller, stepUpClause(known, command.role) !== undefined),
    })
    return { drafts: [renewed], answer: json({ ...nothingDone(command, decision), grant: grant.id, ...end }) }
  })
}
