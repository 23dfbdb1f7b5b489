/** What the pages about the hours to come and about the pause show, as data. Moments are RFC 3339 in UTC. */
import type { RoleName, TargetRow } from './view.ts'

export interface PauseView {
  /** The entry that paused everything. */
  readonly entry: number
  readonly since: string
}

export interface AheadView {
  readonly from: string
  readonly until: string
  readonly paused: PauseView | null
  readonly duties: readonly {
    readonly kind: string
    readonly clause: string
    readonly text: string
    /** Due already; otherwise it falls due before the end. */
    readonly now: boolean
    /** Takes something by what a source says. */
    readonly takes: boolean
  }[]
  readonly targets: readonly {
    readonly target: RoleName
    readonly mode: TargetRow['mode']
    readonly lines: readonly {
      readonly change: 'add' | 'remove' | 'set-end'
      readonly account: string
      readonly group: string
      readonly cause: string
      readonly clause: string
      readonly text: string
      readonly now: boolean
    }[]
    /** Why the plan would stop. */
    readonly guards: readonly string[]
    /** Why nothing is known of it. */
    readonly problem: string | null
  }[]
}

export interface PausePageView {
  readonly paused: (PauseView & { readonly reason: string | null }) | null
  /** null = the targets cannot be asked here. */
  readonly ahead: AheadView | null
}
