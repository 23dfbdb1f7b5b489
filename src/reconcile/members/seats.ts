/** How many seats of a target are taken, and what that means for the agreed number. */
import type { SeatsRule } from '../../charter/model.ts'
import type { SeenMember } from '../target.ts'
import type { MemberLine } from './plan-members.ts'

export interface SeatsReport {
  readonly target: string
  /** Members that can change something. */
  readonly full: number
  /** Members that only look. */
  readonly readOnly: number
  /** Of both: members that are to be removed. */
  readonly pending: number
  /** Invitations take seats too, and the target does not tell how many. */
  readonly invited: 'unknown'
  readonly taken: number
  readonly limit: number | undefined
  /** Whole percent, rounded down; undefined without a limit. */
  readonly percent: number | undefined
  /** The highest warning level that is reached. */
  readonly level: number | undefined
  readonly levels: readonly number[]
  /** Members who joined within the last 30 days. */
  readonly joined: number
  /** Days until the seats are all taken at the pace of the last 30 days; undefined = not at this pace. */
  readonly fullInDays: number | undefined
  /** The day the contract ends and that the number of seats is agreed until, if the charter says. */
  readonly contractEnd: string | undefined
}

const PACE = 30
const DAY = 86_400_000

export function seatsOf(
  target: string,
  rule: SeatsRule | undefined,
  members: readonly SeenMember[],
  lines: readonly MemberLine[],
  now: number,
  contractEnd: string | undefined,
): SeatsReport {
  const taken = members.length
  const readOnly = members.filter(({ reads }) => reads).length
  const pending = lines.filter(({ outcome }) => outcome === 'remove').length
  const joined = members.filter((one) => one.joined !== undefined && now - one.joined <= PACE * DAY).length
  const percent = rule === undefined ? undefined : rule.limit === 0 ? 100 : Math.floor((taken * 100) / rule.limit)
  const free = rule === undefined ? undefined : Math.max(0, rule.limit - taken)
  return {
    target,
    full: taken - readOnly,
    readOnly,
    pending,
    invited: 'unknown',
    taken,
    limit: rule?.limit,
    percent,
    level: rule?.warn.filter((level) => percent !== undefined && percent >= level).toSorted((a, b) => b - a)[0],
    levels: rule?.warn ?? [],
    joined,
    fullInDays: free === undefined ? undefined : free === 0 ? 0 : joined === 0 ? undefined : Math.ceil((free * PACE) / joined),
    contractEnd,
  }
}

/** How many of the present members were members at a moment. Those of whom it is not known since when count as having always been. */
export interface SeatsThen {
  readonly at: number
  readonly seats: number
}

const STEPS = 6
const STEP = 15

/** The last 90 days in steps of 15, of those who are members now: whoever left meanwhile is not in it, for the target does not tell of them. */
export function pastSeats(members: readonly SeenMember[], now: number): readonly SeatsThen[] {
  return Array.from({ length: STEPS + 1 }, (_, index) => {
    const at = now - (STEPS - index) * STEP * DAY
    return { at, seats: members.filter(({ joined }) => joined === undefined || joined <= at).length }
  })
}
