import type { Clause } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Grant } from '../ledger/state.ts'
import { progressOf } from './approver.ts'
import type { Decision } from './decision.ts'
import { needsStepUp, usePower } from './power-use.ts'
import { obstaclesTo } from './eligibility.ts'
import { decideRemoval } from './removal.ts'
import { stagesToAdd, whoCanHelp } from './power.ts'
import { lacking, refused, type Actor, type Known } from './question.ts'
import { endOfTerm, type AskedEnd } from './term.ts'

export interface RenewalRuling extends Decision {
  readonly clause: Clause | undefined
  readonly until: Instant | undefined
}

/** May this actor set another end to a running grant? Whoever could give the role anew may, to an earlier end only who may remove it too; seats and separation do not count twice. */
export function decideRenewal(known: Known, actor: Actor, grant: Grant, end: AskedEnd): RenewalRuling {
  const role = known.charter.roles.get(grant.role)
  const nothing = { clause: undefined, until: undefined }
  if (role === undefined)
    return { ...nothing, ...refused([{ clause: 'roles', text: `the charter has no role \`${grant.role}\` any more` }]) }
  if (grant.ended !== undefined || (grant.until !== undefined && grant.until <= known.now))
    return { ...nothing, ...refused([{ clause: `roles.${grant.role}`, text: 'it has ended; give it anew with a new use case' }]) }
  const use = usePower(known, 'add', grant.role, actor, grant.subject)
  if (use.kind === 'refused') return { ...nothing, ...use.decision }
  const obstacles = obstaclesTo(known, grant.role, { ...role, seats: undefined }, grant.subject, grant.account)
  if (obstacles.because.length > 0) return { ...nothing, ...refused(obstacles.because, obstacles.missing) }
  const stepUp = needsStepUp(known, grant.role, actor)
  if (stepUp !== undefined)
    return { ...nothing, ...refused([stepUp], [lacking('step-up', 'a fresh second factor of the person who decides')]) }
  const stages = stagesToAdd(known.charter, grant.role, use.used)
  if (!progressOf(known, stages, [], use.person, grant.subject).complete)
    return {
      ...nothing,
      ...refused(
        [
          {
            clause: stages[0]?.clause ?? use.used.clause,
            text: 'renewing needs the same approvals as giving: propose it anew when it ends',
          },
        ],
        [lacking('stage', 'further approvals')],
        whoCanHelp(known, 'add', grant.role, use.person),
      ),
    }
  const until = endOfTerm(known.charter, grant.role, role, end, known.now, known.now)
  if (!until.ok) return { ...nothing, clause: use.used.clause, ...refused([until.error]) }
  if (until.value === grant.until)
    return { ...nothing, clause: use.used.clause, ...refused([{ clause: `roles.${grant.role}.term`, text: 'it ends then already' }]) }
  if (until.value !== undefined && (grant.until === undefined || until.value < grant.until)) {
    const removal = decideRemoval(known, actor, grant)
    if (!removal.allowed || until.value < removal.from)
      return {
        ...nothing,
        clause: use.used.clause,
        ...refused(
          [{ clause: use.used.clause, text: 'an earlier end takes it away, which takes the power to remove it' }],
          [lacking('authority', `a power to remove \`${grant.role}\``)],
          whoCanHelp(known, 'remove', grant.role, use.person),
        ),
      }
  }
  return {
    clause: use.used.clause,
    until: until.value,
    outcome: 'allowed',
    allowed: true,
    because: [{ clause: use.used.clause, text: 'whoever may give it may renew it' }],
    missing: [],
    whoCanHelp: [],
  }
}
