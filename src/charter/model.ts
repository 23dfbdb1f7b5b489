/**
 * The charter in normal form: lists are always lists, durations are parsed, `defaults` are merged into the roles that take them,
 * `like` is resolved. Everything downstream reads this; `docs/spec/charter.md` says what each key means.
 *
 * Sections are Maps because names of groups and rights are the target's and may be anything.
 */
import type { Duration } from '../kernel/duration.ts'
import type { ConditionBlock, DateBlock, FactBlock, StatementBlock } from './model/conditions.ts'
import type { AmendmentBlock, MarkBlock, MeantRule, PromiseRule, SuspensionBlock } from './model/order.ts'
import type { AccountBlock, ClassBlock, GateBlock, GroupBlock, RightBlock } from './model/rights.ts'
import type { LadderBlock, RoleBlock, SeparationRule } from './model/roles.ts'
import type { TargetBlock } from './model/targets.ts'
import type { AccountKind, Id, PublicField } from './model/words.ts'

export type * from './model/conditions.ts'
export type * from './model/order.ts'
export type * from './model/rights.ts'
export type * from './model/roles.ts'
export type * from './model/targets.ts'
export type * from './model/words.ts'

export interface Charter {
  readonly writ: 1
  readonly title: string
  readonly text: string | undefined
  readonly document: string | undefined
  readonly targets: ReadonlyMap<Id, TargetBlock>
  readonly facts: ReadonlyMap<Id, FactBlock>
  readonly statements: ReadonlyMap<Id, StatementBlock>
  readonly conditions: ReadonlyMap<Id, ConditionBlock>
  readonly dates: ReadonlyMap<Id, DateBlock>
  readonly accounts: ReadonlyMap<AccountKind, AccountBlock>
  readonly classes: ReadonlyMap<Id, ClassBlock>
  /** target -> right -> block; holds the built-in rights of the target `writ` too. */
  readonly rights: ReadonlyMap<Id, ReadonlyMap<string, RightBlock>>
  /** target -> group -> block. */
  readonly groups: ReadonlyMap<Id, ReadonlyMap<string, GroupBlock>>
  readonly gates: ReadonlyMap<Id, GateBlock>
  readonly roles: ReadonlyMap<Id, RoleBlock>
  readonly ladders: ReadonlyMap<Id, LadderBlock>
  readonly separation: readonly SeparationRule[]
  readonly suspension: SuspensionBlock | undefined
  readonly marks: ReadonlyMap<Id, MarkBlock>
  readonly approvers: { readonly promotedWithin: Duration }
  readonly amendments: AmendmentBlock
  /** Public fields of the ledger; undefined = all public ones. */
  readonly log: { readonly public: readonly PublicField[] } | undefined
  readonly promises: readonly PromiseRule[]
  readonly meant: readonly MeantRule[]
}
