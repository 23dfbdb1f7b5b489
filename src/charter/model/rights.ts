import type { Json } from '../../kernel/json.ts'
import type { Requirement } from './conditions.ts'
import type { Stage } from './roles.ts'
import type { AccountKind, Conditions, Id, PublicField } from './words.ts'

export interface AccountBlock {
  readonly text: string
  readonly recognisedBy: Id | undefined
  readonly requires: readonly Requirement[]
  readonly operatedBy: 'required' | undefined
}

export interface ClassBlock {
  readonly text: string
  readonly level: number
  readonly stages: readonly Stage[]
  /** Questions of every request for a role of this class; the second kind where it is asked for without end. */
  readonly asks: ReadonlyMap<Id, string>
  readonly asksIfOngoing: ReadonlyMap<Id, string>
  readonly stepUp: boolean
  readonly automatic: 'never' | undefined
  readonly except: { readonly environment: string; readonly rights: readonly string[] } | undefined
  readonly public: readonly PublicField[] | undefined
}

export interface RightBlock {
  readonly text: string
  readonly why: string | undefined
  readonly class: Id | undefined
  readonly needs: readonly string[]
  readonly providedBy: string | undefined
  readonly settings: Readonly<Record<string, Json>>
  readonly narrows: string | undefined
  readonly when: Conditions
  readonly assigned: boolean
  readonly protects: boolean
  readonly controls: 'all-groups' | 'accounts' | { readonly add: readonly string[]; readonly remove: readonly string[] } | undefined
  readonly policy: string | undefined
  readonly alsoCalled: readonly string[]
}

export interface GroupBlock {
  readonly title: string | undefined
  readonly text: string | undefined
  /** Exactly these rights, `includes` not yet followed. */
  readonly rights: readonly string[]
  readonly includes: readonly string[]
  readonly denies: readonly string[]
  readonly implicit: 'everyone' | 'registered' | undefined
  readonly promote: { readonly when: Conditions; readonly keep: boolean } | undefined
  readonly abolished: { readonly holders: 'all' | 'choose' | 'none'; readonly to: readonly Id[] } | undefined
  readonly managed: 'all' | 'none' | readonly AccountKind[]
  readonly authority: 'writ' | 'shared' | 'target'
  readonly settings: Readonly<Record<string, Json>>
  readonly alsoCalled: readonly string[]
}

export interface GateBlock {
  readonly text: string
  readonly target: Id
  readonly rights: 'all' | readonly string[]
  readonly when: Conditions
  readonly only: readonly string[]
  readonly orListed: string | undefined
  readonly hides: 'content' | 'existence'
}
