/** What the page about seats shows, as data. Days are `2026-05-03`. */
import type { RoleName } from './view.ts'

export interface SeatsPageView {
  /** The revision of the charter that limits and ends are from. */
  readonly charter: { readonly revision: number; readonly from: string }
  readonly targets: readonly SeatsOfTarget[]
  /** The targets cannot be asked here. */
  readonly unconnected: boolean
}

export interface SeatsOfTarget {
  readonly target: RoleName
  /** When its members were listed. */
  readonly at: string
  /** null = nothing is known of its members. */
  readonly seats: SeatsView | null
  readonly problem: string | null
}

export interface SeatsView {
  readonly taken: number
  readonly full: number
  readonly readOnly: number
  /** Of both: to be removed. */
  readonly pending: number
  /** Invitations take seats too, and the target does not tell how many. */
  readonly invited: 'unknown'
  readonly limit: number | null
  readonly percent: number | null
  readonly levels: readonly number[]
  /** The highest warning level that is reached. */
  readonly level: number | null
  /** Within the last 30 days. */
  readonly joined: number
  /** The day on which all seats are taken at the pace of the last 30 days; null = not foreseen. */
  readonly fullOn: string | null
  readonly contractEnd: string | null
  /** Of the present members. */
  readonly past: readonly SeatsOn[]
  /** At the pace of the last 30 days, up to the limit or the end of the contract. */
  readonly forecast: readonly SeatsOn[]
  readonly leaving: readonly { readonly outcome: 'remove' | 'hold' | 'skip'; readonly text: string; readonly clause: string }[]
}

export interface SeatsOn {
  readonly day: string
  readonly seats: number
}
