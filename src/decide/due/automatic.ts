import { formatInstant } from '../../kernel/instant.ts'
import { draft, type SubjectId } from '../../ledger/entry.ts'
import { obstaclesTo } from '../eligibility.ts'
import { grantDetails, runningGrantOf } from '../grant.ts'
import { handleOf, type Known } from '../question.ts'
import { endOfTerm } from '../term.ts'
import { CLOCK, duty, type Duty, type KnownForDue } from './duty.ts'

/** Ends after which the charter may give a role again by itself; what a person took away, only a person gives back. */
const COME_BACK: ReadonlySet<string> = new Set(['expired', 'condition', 'inactive'])

/** Roles that the charter gives by itself (`automatic: always`) to everybody of whom all its conditions are proven true. */
export function* automatic(known: KnownForDue): Iterable<Duty> {
  const { charter, state, now } = known
  for (const [id, role] of charter.roles) {
    if (role.automatic !== 'always' || role.requires.length === 0) continue
    for (const { subject } of state.people()) {
      if (runningGrantOf(known, subject, id) !== undefined || !mayComeBack(known, subject, id)) continue
      if (!role.requires.every(({ condition }) => known.test(condition, subject) === true)) continue
      if (obstaclesTo(known, id, role, subject, undefined).because.length > 0) continue
      const { from, rights } = grantDetails(known, role)
      const end = endOfTerm(charter, id, role, { kind: 'usual' }, from, now)
      if (!end.ok) continue
      const clause = `roles.${id}.automatic`
      yield duty('automatic', clause, `${handleOf(state, subject)} has \`${id}\` by the charter’s conditions`, [
        draft('grant.made', {
          subject,
          role: id,
          rights: [...rights],
          from: formatInstant(from),
          ...(end.value === undefined ? {} : { until: formatInstant(end.value) }),
          clause,
          decided_by: [CLOCK],
          door: 'automatic',
        }),
      ])
    }
  }
}

function mayComeBack({ state }: Known, subject: SubjectId, role: string): boolean {
  const last = state.grantsOf(subject).findLast((grant) => grant.role === role)
  return last?.ended === undefined || COME_BACK.has(last.ended.cause)
}
