import type { Clause, Id } from '../charter/model.ts'
import type { Item } from './item.ts'

export type SafetyCode =
  /** Nobody can ever give it again, whoever agrees. */
  | 'never-granted'
  /** Nobody can ever take it away, whoever agrees. */
  | 'never-removed'
  /** Without one holder too few are left to agree. */
  | 'quorum-out-of-reach'
  /** Whoever proposes can make the approvers, or approve with further accounts. */
  | 'approver-made-by-proposer'
  /** One holder, and only holders can make another. */
  | 'sole-top-holder'
  /** What can be undone now cannot once terms have run out. */
  | 'rests-on-terms'
  /** A native power that a leaked bot password can use whatever its grants. */
  | 'bot-password-bypasses-grants'
  /** A right that controls more than the charter says of it. */
  | 'control-not-declared'

/** Something about who can give, take and agree that nobody may have meant. */
export interface SafetyFinding {
  readonly code: SafetyCode
  /** The roles and groups it is about; empty where it is about a right. */
  readonly items: readonly Item[]
  readonly clause: Clause
  /** For the person who must act. */
  readonly text: string
  readonly remedy: string
}

export function roleClause(item: Item, roles: ReadonlyMap<Id, unknown>): Clause {
  return roles.has(item) ? `roles.${item}` : `groups.${item}`
}
