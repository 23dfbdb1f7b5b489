import { HOW } from './how.ts'
import type { Charter, RoleBlock } from '../charter/model.ts'
import { endOfDay, startOfDay } from '../kernel/day.ts'
import { addDuration, formatDuration } from '../kernel/duration.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { Because } from './decision.ts'

/** What was asked: an end, no end (`ongoing`), or nothing (the charter's own length applies). */
export type AskedEnd = { readonly kind: 'until'; readonly until: Instant } | { readonly kind: 'ongoing' } | { readonly kind: 'usual' }

/**
 * The end of a grant by the role's `term`. A role without a term may run without end; one with a term only if it says `ongoing`.
 * A common end day (`ends`) cuts every term; `longest` limits what may be asked.
 */
export function endOfTerm(
  charter: Charter,
  roleId: string,
  role: RoleBlock,
  asked: AskedEnd,
  from: Instant,
  now: Instant,
): Result<Instant | undefined, Because> {
  const term = role.term
  const clause = `roles.${roleId}.term`
  const common = term?.ends === undefined ? undefined : nextDay(charter, term.ends, from)
  const usual = common ?? (term?.lasts === undefined ? undefined : addDuration(from, term.lasts))
  const until = asked.kind === 'until' ? asked.until : asked.kind === 'usual' ? usual : undefined
  if (until !== undefined && until <= now) return err({ clause, text: `the end ${formatInstant(until)} is not in the future` })
  if (until !== undefined && until <= from)
    return err({ clause, text: `the grant would end (${formatInstant(until)}) before it begins (${formatInstant(from)})` })
  if (until === undefined && term !== undefined && !term.ongoing)
    return err({ clause, text: `this role is only given until a date; ${HOW.untilDate}` })
  const longest = term?.longest === undefined ? undefined : addDuration(from, term.longest)
  if (longest !== undefined && until !== undefined && until > longest)
    return err({
      clause,
      text: `the longest term is ${formatDuration(term?.longest ?? { count: 0, unit: 'day' })}: until ${formatInstant(longest)} at most`,
    })
  if (common !== undefined && until !== undefined && until > common)
    return err({ clause, text: `all terms of this role end on the same day, ${formatInstant(common)}` })
  return ok(until)
}

/** The end of the first occurrence of a charter date after a moment; undefined if it lies in the past and does not repeat. */
export function nextDay(charter: Charter, id: string, after: Instant): Instant | undefined {
  const date = charter.dates.get(id)
  if (date === undefined) return undefined
  let end = endOfDay(date.day)
  for (let times = 1; end <= after && date.repeats !== undefined && times < 10_000; times += 1) {
    end = addDuration(addDuration(startOfDay(date.day), { count: date.repeats.count * times, unit: date.repeats.unit }), {
      count: 1,
      unit: 'day',
    })
  }
  return end <= after ? undefined : end
}
