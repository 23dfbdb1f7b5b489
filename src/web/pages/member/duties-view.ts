/** What the pages of reviews, notices and proposed charters show, as data. Moments are RFC 3339 in UTC. */
import type { CharterChanges } from '../../view.ts'
import type { ToldView } from './told.ts'
import type { RoleName } from './view.ts'

export interface ReviewView {
  readonly review: number
  readonly role: RoleName
  readonly opened: string
  readonly until: string
  readonly closed: string | null
  readonly answered: number
  readonly rows: readonly {
    readonly grant: number
    readonly person: string
    readonly from: string
    readonly until: string | null
    readonly useCase: string | null
    readonly answer: { readonly by: string; readonly word: 'keep' | 'remove' | 'ask'; readonly at: string } | null
    /** Whoever looks may answer for it. */
    readonly mine: boolean
  }[]
}

export interface NoticesView {
  readonly told: ToldView
  /** What whoever looks was asked about their own grants. */
  readonly asked: readonly {
    readonly notice: number
    readonly role: RoleName
    readonly kind: 'unused' | 'ending'
    readonly until: string
    /** What they answered last; null = nothing yet. */
    readonly keep: boolean | null
  }[]
  /** Own grants that end soon. */
  readonly ending: readonly { readonly grant: number; readonly role: RoleName; readonly until: string }[]
  /** Reviews that wait for whoever looks. */
  readonly reviews: readonly { readonly review: number; readonly role: RoleName; readonly until: string; readonly open: number }[]
  /** Terms of one's own to accept, and access of others to look at. */
  readonly followUps: readonly FollowUpRow[]
  readonly suspended: boolean
}

/** A follow-up that waits for whoever looks. */
export interface FollowUpRow {
  readonly grant: number
  readonly role: RoleName
  readonly person: string
  /** It is their own grant. */
  readonly own: boolean
  /** When somebody was to look. */
  readonly asked: string
  readonly text: string | null
  /** What was said last; null = nothing yet. */
  readonly works: boolean | null
  readonly terms: { readonly statement: string; readonly words: string; readonly version: string; readonly accepted: string | null } | null
}

export interface CharterProposalRow {
  readonly proposal: number
  readonly by: string
  readonly reason: string | null
  readonly status: 'draft' | 'open' | 'withdrawn' | 'refused' | 'adopted'
  readonly at: string
  /** When it may be decided at the earliest; null = it is not open. */
  readonly decidedFrom: string | null
  readonly inForceFrom: string | null
  readonly lacking: number
}

/** How many rogue accounts can be withstood; not exact = at least so many. */
interface Resistance {
  readonly value: number
  readonly isExact: boolean
}

/** What a charter changes of the one in force, and what that does to who could seize control. */
export interface CharterComparison extends CharterChanges {
  /** `people` are roles: it is not public who holds them. */
  readonly byRole: boolean
  /** Whether it is refused unless somebody entitled overrides that. */
  readonly refused: boolean
  readonly resistance: { readonly before: Resistance; readonly after: Resistance }
  /** What the verdicts assume; null = nothing. */
  readonly assumed: string | null
}

export interface CharterProposalView extends CharterProposalRow {
  /** How it differs from the charter in force; null = it cannot be read. */
  readonly comparison: CharterComparison | null
  readonly votes: readonly { readonly by: string; readonly decision: 'approved' | 'refused'; readonly at: string }[]
  readonly comments: readonly {
    readonly comment: number
    readonly by: string
    readonly at: string
    readonly form: 'comment' | 'question' | 'reply' | 'disadvantage'
    readonly text: string | null
    readonly to: number | null
    /** Whoever looks wrote the proposal and has not replied yet. */
    readonly unanswered: boolean
  }[]
  readonly mine: {
    readonly author: boolean
    readonly votes: boolean
    readonly states: readonly { readonly id: string; readonly text: string }[]
    readonly adopts: boolean
    readonly whyNotVote: string | null
    readonly whyNotAdopt: string | null
  }
}
