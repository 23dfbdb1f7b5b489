import { HOW } from '../how.ts'
import type { Grant } from '../../ledger/state.ts'
import { isAmong } from '../approver.ts'
import type { Decision } from '../decision.ts'
import { handleOf, lacking, refused, type Actor, type Known } from '../question.ts'

/** Whom the charter names may object to an announced grant until it takes effect; then it does not come about. */
export function decideObjection(known: Known, actor: Actor, grant: Grant, reason: string): Decision {
  const clause = `roles.${grant.role}.objection`
  const rule = known.charter.roles.get(grant.role)?.objection
  if (rule === undefined) return refused([{ clause: `roles.${grant.role}`, text: 'grants of this role are not announced for objections' }])
  if (grant.ended !== undefined) return refused([{ clause, text: 'the grant is over' }])
  if (grant.from <= known.now) return refused([{ clause, text: 'the time for objections is over; whoever may remove the role can' }])
  if (actor.kind === 'operator')
    return refused([{ clause, text: `only a person objects; ${HOW.inOwnName}` }], [lacking('authority', 'a person')])
  const person = known.state.person(actor.subject)
  if (person === undefined || person.departed !== undefined || known.state.suspensionOf(actor.subject) !== undefined)
    return refused([{ clause, text: `${handleOf(known.state, actor.subject)} takes no part at present` }])
  if (!isAmong(known, rule.by, actor.subject, grant.subject))
    return refused([{ clause: `${clause}.by`, text: 'you are not among those who may object' }])
  if (reason.trim() === '') return refused([{ clause, text: `an objection ${HOW.saysWhy}` }], [lacking('answer', 'a reason')])
  return {
    outcome: 'allowed',
    allowed: true,
    because: [{ clause, text: 'an announced grant may be objected to' }],
    missing: [],
    whoCanHelp: [],
  }
}
