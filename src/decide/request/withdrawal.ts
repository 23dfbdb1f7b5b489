import type { RoleRequest } from '../../ledger/state.ts'
import type { Decision } from '../decision.ts'
import { actingPerson, handleOf, refused, type Actor, type Known } from '../question.ts'

/** Whoever asks and whoever it is for may take a request back as long as it is open. */
export function decideWithdrawal(known: Known, actor: Actor, request: RoleRequest): Decision {
  const clause = `roles.${request.role}.request`
  if (request.closed !== undefined) return refused([{ clause, text: `the request is over: ${request.closed.outcome}` }])
  const person = actingPerson(actor)
  if (person !== request.by && person !== request.subject)
    return refused([{ clause, text: `only ${handleOf(known.state, request.by)} takes it back; whoever decides can refuse it` }])
  return { outcome: 'allowed', allowed: true, because: [{ clause, text: 'whoever asks may take it back' }], missing: [], whoCanHelp: [] }
}
