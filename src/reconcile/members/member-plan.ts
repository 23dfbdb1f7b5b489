import type { Id } from '../../charter/model.ts'
import type { PlannedLines, PlannedRemoval } from '../plan-document.ts'
import type { TextHash } from '../revision.ts'
import type { SeenMember } from '../target.ts'
import type { MemberLine } from './plan-members.ts'

/** The removals of a run as a plan: what a person who lets them run once approves, on exactly the members that were seen. */
export function memberPlan(target: Id, seen: readonly SeenMember[], lines: readonly MemberLine[], hash: TextHash): PlannedLines {
  const members = lines.flatMap(({ outcome, account, clause, text }): readonly PlannedRemoval[] =>
    outcome === 'remove' ? [{ key: `${target}:${account.id}`, account, clause, text }] : [],
  )
  return { target, urgency: 'routine', revision: revisionOfMembers(target, seen, hash), lines: [], members: members.toSorted(byKey) }
}

const byKey = (left: PlannedRemoval, right: PlannedRemoval) => (left.key < right.key ? -1 : 1)

/** Who is a member, by id. A login changes nobody's membership, so it is no part of it; whom it makes idle no more is no longer in the plan. */
function revisionOfMembers(target: Id, seen: readonly SeenMember[], hash: TextHash): string {
  const ids = seen.map(({ account }) => account.id).toSorted()
  return hash(`writ members 1\n${JSON.stringify(target)}\n${JSON.stringify(ids)}`)
}
