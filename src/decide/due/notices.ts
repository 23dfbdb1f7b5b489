import { addDuration } from '../../kernel/duration.ts'
import { handleOf } from '../question.ts'
import { duty, givenGrants, told, type Duty, type KnownForDue } from './duty.ts'

/** Days before an end, nearest first. */
const STEPS = [1, 7, 30] as const

/**
 * Holders hear that a grant ends 30, 7 and 1 days before; never earlier than the grant is long. After a missed run only the nearest step is told.
 * Whoever was just told of a removal with notice needs no reminder of the same end on the same day.
 */
export function* notices(known: KnownForDue): Iterable<Duty> {
  const { state, now } = known
  for (const { grant } of givenGrants(known)) {
    const { until } = grant
    if (until === undefined) continue
    const step = STEPS.find((days) => now >= addDuration(until, { count: days, unit: 'day' }, -1))
    if (step === undefined) continue
    const due = addDuration(until, { count: step, unit: 'day' }, -1)
    if (due <= grant.from || (state.endingOf(grant.id)?.at ?? 0) > due) continue
    const template = `ends/${step}`
    const last = state.noticeOf(grant.id, template, grant.subject)
    if (last !== undefined && last.at >= due) continue
    yield duty('notice', `roles.${grant.role}.term`, `${handleOf(state, grant.subject)} hears that \`${grant.role}\` ends soon`, [
      told(grant.subject, grant.id, template),
    ])
  }
}
