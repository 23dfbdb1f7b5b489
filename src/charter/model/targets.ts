import type { Duration } from '../../kernel/duration.ts'
import type { Json } from '../../kernel/json.ts'
import type { Requirement } from './conditions.ts'
import type { InactiveRule } from './roles.ts'
import type { Id, Mode, People } from './words.ts'

export interface TargetBlock {
  readonly connector: Id
  readonly title: string | undefined
  readonly url: string | undefined
  readonly like: Id | undefined
  readonly after: { readonly target: Id; readonly cleanRuns: number; readonly confirmedBy: readonly People[] } | undefined
  readonly sync: Duration | undefined
  readonly mirrors: 'effective' | 'held'
  readonly drift: 'ask' | 'revert' | 'adopt'
  readonly direct: boolean
  readonly mode: Mode
  readonly environment: string | undefined
  readonly members: MembersBlock | undefined
  readonly guards: { readonly people: number; readonly share: number; readonly keepLast: readonly Id[] }
  readonly settings: Readonly<Record<string, Json>>
}

export interface MembersBlock {
  readonly requires: readonly Requirement[]
  readonly inactive: InactiveRule | undefined
  readonly seats: SeatsRule | undefined
}

export interface SeatsRule {
  readonly limit: number
  readonly warn: readonly number[]
}
