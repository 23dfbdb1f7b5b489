import type { Charter, Id } from '../charter/model.ts'
import { isAllowedKind } from '../decide/effect-account.ts'
import type { AccountKey, SubjectId } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'

export interface AdoptionHindrance {
  readonly kind: 'dormant' | 'account-kind' | 'outranked' | 'holder'
  readonly text: string
}

export interface Holder {
  readonly key: AccountKey
  readonly kind: string
  /** Every role found for the account. */
  readonly roles: readonly Id[]
}

/** A found grant that would have no effect at once must not be made: the next plan would remove its holder. undefined = it may be made. */
export function adoptionHindrance(charter: Charter, state: State, target: Id, holder: Holder, roleId: Id): AdoptionHindrance | undefined {
  const role = charter.roles.get(roleId)
  const linked = state.account(holder.key)
  if (linked !== undefined && (linked.locked || isWithoutRights(state, linked.subject)))
    return { kind: 'holder', text: 'its holder has no rights at present' }
  if (role?.activation !== undefined) return { kind: 'dormant', text: 'the role is dormant by nature, yet held in use' }
  if (role !== undefined && !isAllowedKind(role, holder))
    return { kind: 'account-kind', text: `the role may not be held on a ${holder.kind} account` }
  const higher = outranking(charter, state, target, linked?.subject, holder, roleId)
  return higher === undefined ? undefined : { kind: 'outranked', text: `role \`${higher}\` of the same ladder has effect instead` }
}

function isWithoutRights(state: State, subject: SubjectId): boolean {
  return state.suspensionOf(subject) !== undefined || state.person(subject)?.departed !== undefined
}

/** In a `highest` ladder one rung has effect; next to a grant that Writ made, no other rung is taken in. */
function outranking(
  charter: Charter,
  state: State,
  target: Id,
  subject: SubjectId | undefined,
  { roles }: Holder,
  roleId: Id,
): Id | undefined {
  const running =
    subject === undefined
      ? []
      : state.grantsOf(subject).filter(({ ended, targets }) => ended === undefined && targets?.includes(target) !== false)
  for (const { order, counts } of charter.ladders.values()) {
    const rung = order.indexOf(roleId)
    if (counts !== 'highest' || rung === -1) continue
    const held = running.find(({ role }) => role !== roleId && order.includes(role))?.role
    const higher = held ?? roles.find((other) => order.includes(other) && order.indexOf(other) < rung)
    if (higher !== undefined) return higher
  }
  return undefined
}
