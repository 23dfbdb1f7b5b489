import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { RoleRequest } from '../../ledger/state.ts'
import type { Decision } from '../decision.ts'
import { obstaclesTo } from '../eligibility.ts'
import { grantDetails } from '../grant.ts'
import { actingPerson, handleOf, refused, type Actor, type Known } from '../question.ts'
import { endOfTerm } from '../term.ts'
import { barred } from './taking-part.ts'
import { contentFaults, type AskedFor } from './filing.ts'

export interface RequestAmendmentRuling extends Decision {
  readonly until: Instant | undefined
  /** Whose approvals no longer count, and who hear of it. */
  readonly voids: readonly SubjectId[]
}

/** May the asker change an open request to this? Whatever was approved before was another content. */
export function decideRequestAmendment(known: Known, actor: Actor, request: RoleRequest, asked: AskedFor): RequestAmendmentRuling {
  const clause = `roles.${request.role}.request`
  const ruling = (decision: Decision, until?: Instant): RequestAmendmentRuling => ({
    ...decision,
    until,
    voids: [...new Set(request.votes.filter(({ content, seq }) => content === request.content && seq > request.since).map(({ by }) => by))],
  })
  const role = known.charter.roles.get(request.role)
  const person = actingPerson(actor)
  if (role?.request === undefined) return ruling(refused([{ clause, text: 'the charter no longer lets anybody ask for this role' }]))
  const stopped = barred(known, person, request)
  if (stopped !== undefined) return ruling(stopped)
  if (person !== request.by && person !== request.subject)
    return ruling(refused([{ clause, text: `only ${handleOf(known.state, request.by)} changes it; ask back instead` }]))
  const { from } = grantDetails(known, role, request.targets)
  const end = endOfTerm(known.charter, request.role, role, asked.end, from, known.now)
  if (!end.ok) return ruling(refused([end.error]))
  const faults = contentFaults(known, asked, role, end.value)
  const obstacles = obstaclesTo(known, request.role, role, request.subject, asked.account)
  const because = [...faults.because, ...obstacles.because]
  if (because.length > 0) return ruling(refused(because, [...faults.missing, ...obstacles.missing]))
  return ruling(
    {
      outcome: 'allowed',
      allowed: true,
      because: [{ clause, text: 'whoever asks may change it; what was approved before was something else and is void' }],
      missing: [],
      whoCanHelp: [],
    },
    end.value,
  )
}
