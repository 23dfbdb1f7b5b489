import type { AskedEnd } from '../decide/term.ts'
import { endOfDay, parseDay, startOfDay } from '../kernel/day.ts'
import { parseInstant, type Instant } from '../kernel/instant.ts'
import { UsageError, type Invocation, type Option } from './command.ts'

export const endOptions = {
  until: { type: 'string', value: 'DATE', help: 'the last day (2027-06-30, UTC) or the moment (2027-06-30T12:00:00Z) of the grant' },
  ongoing: { type: 'boolean', help: 'without end, where the role allows it' },
} as const satisfies Readonly<Record<string, Option>>

/** The end that was asked for; a day means until its end, UTC. */
export function askedEnd(invocation: Invocation): AskedEnd {
  const until = invocation.text('until')
  if (until !== undefined && invocation.flag('ongoing')) throw new UsageError('take --until or --ongoing, not both')
  if (until !== undefined) return { kind: 'until', until: readMoment(until, 'until') }
  return invocation.flag('ongoing') ? { kind: 'ongoing' } : { kind: 'usual' }
}

/** A day or a moment; a day is its end for `until` and for looking back. */
export function readMoment(text: string, flag: string, edge: 'start' | 'end' = 'end'): Instant {
  const day = parseDay(text)
  if (day.ok) return edge === 'end' ? endOfDay(day.value) : startOfDay(day.value)
  const moment = parseInstant(text)
  if (!moment.ok) throw new UsageError(`--${flag}: \`${text}\` is neither a day (2027-06-30) nor a moment (2027-06-30T12:00:00Z)`)
  return moment.value
}
