import { WRIT } from '../charter/writ-target.ts'
import type { Id, RoleBlock } from '../charter/model.ts'
import type { AccountKey } from '../ledger/entry.ts'
import type { Account, Grant, State } from '../ledger/state.ts'

/** Where a grant would take effect on one target. */
export type Place =
  | { readonly kind: 'one'; readonly account: AccountKey; readonly accountKind: string | undefined; readonly locked: boolean }
  /** Several accounts fit and none is named: nothing is guessed, what stands stays. */
  | { readonly kind: 'several'; readonly accounts: readonly Account[] }
  | { readonly kind: 'none'; readonly why: 'no-account' | 'account-kind' | 'not-theirs' }

/**
 * Finds the account of a grant on a target. A named account settles it on its own target; elsewhere the person's only account of an allowed kind
 * is meant. Locked accounts count here: when one of two is locked, the other does not become the meant one by that. Writ itself knows persons.
 */
export function placeOf(state: State, role: RoleBlock, grant: Grant, target: Id): Place {
  if (target === WRIT) return { kind: 'one', account: writAccount(grant.subject), accountKind: undefined, locked: false }
  const named = grant.account?.startsWith(`${target}:`) === true ? grant.account : undefined
  if (named !== undefined) {
    const account = state.account(named)
    if (account === undefined || account.subject !== grant.subject) return { kind: 'none', why: 'not-theirs' }
    return isAllowedKind(role, account) ? placed(account) : { kind: 'none', why: 'account-kind' }
  }
  const there = state.accountsOf(grant.subject).filter((account) => account.target === target)
  const fitting = there.filter((account) => isAllowedKind(role, account))
  const [first] = fitting
  if (first === undefined) return { kind: 'none', why: there.length === 0 ? 'no-account' : 'account-kind' }
  return fitting.length === 1 ? placed(first) : { kind: 'several', accounts: fitting }
}

/** The key under which a person stands on the target `writ`. */
export function writAccount(subject: string): AccountKey {
  return `${WRIT}:${subject}`
}

function placed(account: Account): Place {
  return { kind: 'one', account: account.key, accountKind: account.kind, locked: account.locked }
}

export function isAllowedKind(role: RoleBlock, account: { readonly kind: string }): boolean {
  return role.account === 'any' || role.account.some((kind) => kind === account.kind)
}
