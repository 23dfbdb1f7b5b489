import { rightsOfGroup } from '../charter/members.ts'
import { WRIT } from '../charter/writ-target.ts'
import type { Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { isAmong } from '../decide/approver.ts'
import { heldInForce } from '../decide/holding.ts'
import { handleOf, type Known } from '../decide/question.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import { analyseBoard } from './analyse.ts'
import { setUp, type Board } from './board.ts'
import { judgeOne } from './judged.ts'
import { standingOf } from './change-lockouts.ts'
import { liveRoster } from './live-roster.ts'
import { withGrants } from './state-with-grants.ts'
import { verdicts } from './undo.ts'

/** What the end of grants would leave undone for ever. */
export interface RepairLoss {
  /** What all present holders together could do and could not any more: reasons to keep the grant. */
  readonly lost: readonly string[]
  /** What one rogue could then do that could be undone before: worth knowing. */
  readonly alarms: readonly string[]
}

/** With more holders the alarms, which judge each of them as a rogue, would hold up the command. */
const LARGEST_JUDGED = 500

/** Asks what present holders could no longer repair if grants ended. What they could not do before is not blamed on the end. */
export function lossOfRepair(known: Known, ended: readonly Grant[]): RepairLoss {
  const before = boardOf(known)
  const after = boardOf({ ...known, state: withGrants(known.state, ended, [], known.now) })
  const [was, is] = [standingOf(before), standingOf(after)]
  const gone = (verb: 'gives' | 'takes') => [...was[verb]].filter((item) => !is[verb].has(item)).map((item) => `\`${item}\``)
  const [ungiven, untaken] = [gone('gives'), gone('takes')]
  const lost = [
    ...(ungiven.length > 0 ? [`nobody could give ${ungiven.join(', ')} any more`] : []),
    ...(untaken.length > 0 ? [`nobody could take ${untaken.join(', ')} from its holders any more`] : []),
    ...(was.amends && !is.amends ? ['nobody could change the charter any more'] : []),
    ...(was.runWrit > 0 && is.runWrit === 0 ? ['nobody could apply plans any more (`apply` on `writ`)'] : []),
  ]
  return { lost, alarms: lost.length > 0 || after.holders.length > LARGEST_JUDGED ? [] : newlyBroken(before, after) }
}

function newlyBroken(before: Board, after: Board): readonly string[] {
  const is = analyseBoard(after)
  if (is.survivesOne || !analyseBoard(before).survivesOne) return []
  return [`after this nobody could undo what one rogue ${is.brokenBy.map((role) => `\`${role}\``).join(' or ')} does`]
}

/** Why a grant would leave nobody able to repair what its holder does, though anybody could be undone before; undefined = it does not. */
export function seizureByGrant(known: Known, subject: SubjectId, role: Id): string | undefined {
  const roster = liveRoster(known)
  const name = known.state.person(subject)?.handle ?? subject
  const after = setUp(known.charter, withRole(roster, name, role), {})
  const holder = after.holders.find((one) => one.name === name)
  const { verdict } = judgeOne(after, holder).judgement
  if (verdicts.indexOf(verdict) < verdicts.indexOf('strippable')) return undefined
  if (!analyseBoard(setUp(known.charter, roster, {})).survivesOne) return undefined
  return `after this nobody could undo what ${handleOf(known.state, subject)} does (${verdict}); now whatever one person does can be undone`
}

function withRole(roster: Roster, handle: string, role: Id): Roster {
  const added = { role, from: undefined, until: undefined }
  const known = roster.people.find((person) => person.handle === handle)
  const person = known ?? { handle, accounts: [], roles: [], facts: new Map() }
  return { people: [...roster.people.filter((one) => one !== known), { ...person, roles: [...person.roles, added] }] }
}

/** Whoever may change the charter or let a stopped plan run may decide that something is done all the same. */
export function mayOverride(known: Known, person: SubjectId): boolean {
  const { charter, state, now } = known
  if (isAmong(known, charter.amendments.by, person, person)) return true
  return heldInForce(charter, state, person, now).some((grant) =>
    (charter.roles.get(grant.role)?.gives.get(WRIT) ?? []).some((group) => rightsOfGroup(charter, WRIT, group).has('override-guard')),
  )
}

function boardOf(known: Known): Board {
  return setUp(known.charter, liveRoster(known), {})
}
