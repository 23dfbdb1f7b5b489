import type { AskedEnd } from '../../decide/term.ts'
import { endOfDay, parseDay } from '../../kernel/day.ts'
import { parseInstant, type Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Refusal } from './route.ts'

/** The end that a body asks for; a day means until its end, UTC. */
export function askedEnd({
  until,
  ongoing,
}: {
  readonly until?: string | undefined
  readonly ongoing?: boolean | undefined
}): Result<AskedEnd, Refusal> {
  if (until !== undefined && ongoing === true) return err({ code: 'bad-body', detail: 'take `until` or `ongoing`, not both' })
  if (until === undefined) return ok(ongoing === true ? { kind: 'ongoing' } : { kind: 'usual' })
  const moment = readMoment(until)
  return moment === undefined ? err({ code: 'bad-body', detail: notAMoment('until') }) : ok({ kind: 'until', until: moment })
}

/** A day, which is its end, or a moment. */
export function readMoment(text: string): Instant | undefined {
  const day = parseDay(text)
  if (day.ok) return endOfDay(day.value)
  const moment = parseInstant(text)
  return moment.ok ? moment.value : undefined
}

export function notAMoment(name: string): string {
  return `\`${name}\` is neither a day (2027-06-30) nor a moment (2027-06-30T12:00:00Z)`
}
