import type { Id } from '../charter/model.ts'
import { decisiveParts } from '../decide/decisive.ts'
import type { Known } from '../decide/question.ts'
import { planMembers, type MemberLine } from '../reconcile/members/plan-members.ts'
import type { AccountRef, SeenMember } from '../reconcile/target.ts'

/** What becomes of each member of a target by what is known now. Holders of the roles that the target's guards keep are never removed. */
export function memberLines(known: Known, id: Id, members: readonly SeenMember[]): readonly MemberLine[] {
  const { charter, state, now } = known
  const target = charter.targets.get(id)
  const kept = new Set(target?.guards.keepLast ?? [])
  const subjectOf = (account: AccountRef) => state.account(`${id}:${account.id}`)?.subject
  return planMembers({
    target: id,
    block: target?.members ?? { requires: [], inactive: undefined, seats: undefined },
    members,
    now,
    test: (condition, account) => {
      const subject = subjectOf(account)
      return subject === undefined ? undefined : known.test(condition, subject)
    },
    parts: (condition, account, truth) => {
      const subject = subjectOf(account)
      return subject === undefined ? [] : decisiveParts(known, condition, subject, truth)
    },
    protect: (account) => {
      const subject = subjectOf(account)
      return subject !== undefined && state.grantsOf(subject).some(({ role, ended }) => ended === undefined && kept.has(role))
    },
  })
}
