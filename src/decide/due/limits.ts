import type { Power } from '../../charter/model.ts'
import { addDuration, formatDuration } from '../../kernel/duration.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { holdersOf, isGiven } from '../holding.ts'
import { powersReaching } from '../power.ts'
import { usesOfPower } from '../power-use.ts'
import { handleOf } from '../question.ts'
import { duty, givenGrants, told, type Duty, type KnownForDue } from './duty.ts'

/** How long after it a limit that was reached is still told, where the clock did not run. */
const LATE = { count: 1, unit: 'week' } as const

/**
 * Whoever has used a power as often as its `limit` allows hears of it, and so does everybody who may take that role from them or suspend them: of
 * many changes by one hand somebody should know while they can be undone. Who keeps at it is told of once in each span of the limit.
 */
export function* limits(known: KnownForDue): Iterable<Duty> {
  for (const { grant, role } of givenGrants(known)) {
    for (const [index, power] of role.may.entries()) {
      const { limit } = power
      if (limit === undefined) continue
      const clause = `roles.${grant.role}.may[${index}]`
      const since = addDuration(addDuration(known.now, LATE, -1), limit.per, -1)
      const uses = usesOfPower(known, { role: grant.role, clause, power }, grant.subject, since)
      const reached = lastReached(uses, limit, addDuration(known.now, LATE, -1))
      if (reached === undefined) continue
      const template = `limit/${index}`
      const people = [grant.subject, ...overseers(known, grant)].filter((one) => {
        const last = known.state.noticeOf(grant.id, template, one)
        return last === undefined || addDuration(last.at, limit.per) <= reached
      })
      if (people.length > 0)
        yield duty(
          'limit',
          `${clause}.limit`,
          `${handleOf(known.state, grant.subject)} has made ${limit.count} changes in ${formatDuration(limit.per)} as \`${grant.role}\``,
          people.map((one) => told(one, grant.id, template)),
        )
    }
  }
}

/** When the limit was reached last, not before a moment; undefined = it was not. `uses` in order. */
function lastReached(uses: readonly Instant[], { count, per }: NonNullable<Power['limit']>, notBefore: Instant): Instant | undefined {
  const found = uses.findLastIndex((at, index) => {
    const first = uses[index - count + 1]
    return first !== undefined && first > addDuration(at, per, -1)
  })
  const at = uses[found]
  return at !== undefined && at > notBefore ? at : undefined
}

/** Who could act against the holder of a grant: by taking it, or by suspending them over any role they hold. */
function overseers({ charter, state, now }: KnownForDue, { role, subject }: Grant): readonly SubjectId[] {
  const held = [...new Set([...state.grantsOf(subject)].filter((one) => isGiven(one, now)).map((one) => one.role))]
  const powers = [...powersReaching(charter, 'remove', role), ...held.flatMap((one) => powersReaching(charter, 'suspend', one))]
  const roles = new Set(powers.filter(({ power }) => power.scope !== 'self').map((one) => one.role))
  const people = new Set([...roles].flatMap((one) => holdersOf(charter, state, one, now)))
  return [...people].filter((one) => one !== subject)
}
