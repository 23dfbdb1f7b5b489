/**
 * An administrative policy of roles: who may give and take which role, on what conditions on the account concerned. Conditions may be negative
 * (separation of duties), which the analysis of plain charters (`fixpoint.ts`) leaves out. The field calls it ARBAC, its rules can-assign and
 * can-revoke. All accounts of a policy work together; honest people who never help stand outside of it.
 */
export interface ArbacPolicy {
  readonly roles: readonly string[]
  readonly accounts: readonly ArbacAccount[]
  /** Whether anybody can make accounts without limit, which start without a role. */
  readonly newAccounts: boolean
  readonly rules: readonly ArbacRule[]
}

export interface ArbacAccount {
  readonly name: string
  readonly roles: readonly string[]
}

/** An account that holds one of `by` gives (`assign`) or takes (`revoke`) `role`, if the account concerned holds all of `needs` and none of `excludes`. */
export interface ArbacRule {
  readonly effect: 'assign' | 'revoke'
  readonly role: string
  /** Any one of them; undefined = nobody needs to act, as with a promotion by itself. */
  readonly by: readonly string[] | undefined
  /** Whether the acting account is the one concerned, is not, or may be. Without meaning where nobody acts. */
  readonly scope: 'any' | 'self' | 'others'
  readonly needs: readonly string[]
  readonly excludes: readonly string[]
  /** All of them; every approver is an account of its own, neither the acting one nor the one concerned. */
  readonly approvals: readonly ArbacApproval[]
}

export interface ArbacApproval {
  /** Any one of them. */
  readonly by: readonly string[]
  readonly count: number
}

/** What is asked: can one account come to hold all of these roles at the same time? */
export interface ArbacGoal {
  readonly roles: readonly string[]
  /** This account and no other; undefined = any. */
  readonly account?: string | undefined
}

/** One step of a plan: a rule used on an account. `actor` is undefined where nobody needs to act. */
export interface ArbacStep {
  /** Place in the policy's list of rules. */
  readonly rule: number
  readonly effect: 'assign' | 'revoke'
  readonly role: string
  readonly account: string
  readonly actor: string | undefined
  readonly approvers: readonly string[]
}

/** A rule without the parts that few rules have. */
export function arbacRule(rule: Pick<ArbacRule, 'effect' | 'role' | 'by'> & Partial<ArbacRule>): ArbacRule {
  return { scope: 'any', needs: [], excludes: [], approvals: [], ...rule }
}

/** What new accounts are called in plans. */
export function newAccountName(number: number): string {
  return `new account ${number}`
}
