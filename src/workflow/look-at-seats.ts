import type { Id } from '../charter/model.ts'
import { nextDay } from '../decide/term.ts'
import { dayOf } from '../kernel/day.ts'
import { instant } from '../kernel/instant.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { MemberLine } from '../reconcile/members/plan-members.ts'
import { pastSeats, seatsOf, type SeatsReport, type SeatsThen } from '../reconcile/members/seats.ts'
import type { TargetFailure } from '../reconcile/target.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { memberLines } from './member-lines.ts'
import { notConnected } from './observe-target.ts'

export interface SeatsAnswer {
  readonly report: SeatsReport
  /** Members that are to go, and those of whom something is unknown. */
  readonly lines: readonly MemberLine[]
  readonly past: readonly SeatsThen[]
}

/** Reads the members of a target and says who holds a seat, who is to lose it and when there are none left. Nothing is written. */
export async function lookAtSeats(instance: Instance, id: Id): Promise<Result<SeatsAnswer, TargetFailure>> {
  const target = instance.targets.get(id)
  if (target === undefined) return err(notConnected(id))
  if (target.members === undefined)
    return err({ kind: 'refused', code: 'no-seats', message: `members take no seats on \`${id}\`, or it does not tell of them` })
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const facts = await readFacts(instance)
  const members = await target.members.list()
  if (!members.ok) return members
  const { state } = instance.journal
  const now = instance.outside.clock.now()
  const known = knownNow(charter, state, now, facts)
  const block = charter.targets.get(id)?.members
  const lines = memberLines(known, id, members.value)
  const dates = [...charter.dates.keys()].flatMap((date) => nextDay(charter, date, now) ?? [])
  const first = dates.toSorted((left, right) => left - right)[0]
  const contractEnd = first === undefined ? undefined : dayOf(instant(first - 1))
  return ok({
    report: seatsOf(id, block?.seats, members.value, lines, now, contractEnd),
    lines: lines.filter(({ outcome }) => outcome !== 'stay'),
    past: pastSeats(members.value, now),
  })
}
