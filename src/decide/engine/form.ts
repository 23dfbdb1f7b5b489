/**
 * A charter compiled for decisions, as plain JSON: names are numbered once, `includes` are followed, the ways into every role are told. The
 * engine is always built from this form, never from the charter, so that a process that was sent the form decides alike.
 * docs/spec/decisions.md describes it; `form` is its version.
 */
import type { ConditionTest, Id } from '../../charter/model.ts'
import type { Duration } from '../../kernel/duration.ts'

export interface PolicyForm {
  readonly form: 1
  /** SHA-256 of the charter's text, hex; empty if the caller gave none. */
  readonly charter: string
  readonly title: string
  /** Numbered by their place, as are rights, groups, gates and roles. */
  readonly targets: readonly TargetForm[]
  readonly rights: readonly RightForm[]
  readonly groups: readonly GroupForm[]
  readonly gates: readonly GateForm[]
  readonly roles: readonly RoleForm[]
  readonly conditions: readonly { readonly id: Id; readonly text: string; readonly test: ConditionTest }[]
  readonly facts: readonly FactForm[]
  readonly statements: readonly { readonly id: Id; readonly text: string }[]
}

export interface TargetForm {
  readonly id: Id
  readonly title: string
  /** The target and those it is `like`: facts of these sources are the target's own. */
  readonly sources: readonly Id[]
}

export interface RightForm {
  readonly target: number
  readonly name: string
  readonly text: string
  readonly needs: readonly number[]
  /** null = it narrows nothing. */
  readonly narrows: number | null
  readonly when: readonly Id[]
}

export interface GroupForm {
  readonly target: number
  readonly name: string
  readonly title: string
  /** Its rights and those of the groups it includes. */
  readonly gives: readonly number[]
  readonly denies: readonly number[]
  readonly implicit: 'everyone' | 'registered' | null
  /** `keep`: whoever reached it once stays, so that facts of today cannot say no. */
  readonly promote: { readonly when: readonly Id[]; readonly keep: boolean } | null
}

export interface GateForm {
  readonly id: Id
  readonly text: string
  readonly target: number
  /** The rights it stands before: those it names and those that narrow them. */
  readonly rights: readonly number[]
  readonly when: readonly Id[]
  readonly only: readonly number[]
  readonly listed: string | null
  readonly hides: 'content' | 'existence'
}

export interface RoleForm {
  readonly id: Id
  readonly title: string
  readonly groups: readonly number[]
  readonly contact: string | null
  readonly ways: readonly WayForm[]
}

/** One door into a role. */
export interface WayForm {
  readonly kind: 'power' | 'request' | 'automatic'
  /** Who gives or decides: a role. null = the charter itself. */
  readonly by: Id | null
  /** A place in the charter. */
  readonly clause: string
  readonly how: string
}

export interface FactForm {
  readonly id: Id
  readonly text: string
  readonly source: Id
  readonly fresh: Duration | null
}
