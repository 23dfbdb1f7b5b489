import type { Instant } from '../../kernel/instant.ts'
import type { AccountKey, Identity, SubjectId } from '../entry.ts'

export type Door = 'power' | 'request' | 'automatic' | 'founding' | 'found'

export interface Grant {
  /** The number of the entry that made it. */
  readonly id: number
  readonly subject: SubjectId
  readonly role: string
  readonly account: AccountKey | undefined
  /** Fewer targets than the role gives; undefined = all of them. */
  readonly targets: readonly string[] | undefined
  readonly madeAt: Instant
  readonly from: Instant
  /** undefined = ongoing. */
  readonly until: Instant | undefined
  readonly door: Door
  readonly clause: string
  readonly decidedBy: readonly string[]
  readonly useCase: string | undefined
  /** A condition proven false takes the effect away. */
  readonly paused: boolean
  /** A dormant grant in use: until when. */
  readonly activeUntil: Instant | undefined
  readonly ended: { readonly at: Instant; readonly seq: number; readonly cause: string; readonly decidedBy?: readonly string[] } | undefined
  /** The end was set shorter or longer after the grant was made: the entries that did. */
  readonly renewals: readonly number[]
  /** Who decided the last renewal. */
  readonly renewedBy?: readonly string[]
}

export interface GrantProposal {
  readonly id: number
  readonly verb: 'add' | 'remove' | 'activate'
  readonly subject: SubjectId
  readonly role: string
  /** The grant to be ended or used. */
  readonly grant: number | undefined
  readonly account: AccountKey | undefined
  /** Fewer targets than the role gives; undefined = all of them. */
  readonly targets?: readonly string[] | undefined
  readonly until: Instant | undefined
  readonly useCase: string | undefined
  readonly clause: string
  readonly by: Identity
  readonly content: string
  readonly lapses: Instant
  readonly votes: readonly {
    readonly stage: number
    readonly by: SubjectId
    readonly decision: 'approved' | 'refused'
    readonly content: string
    readonly seq: number
  }[]
}

export interface Activation {
  readonly seq: number
  readonly at: Instant
  /** Its end, which comes earlier where somebody stopped it. */
  readonly until: Instant
  readonly decidedBy: readonly string[]
  /** Somebody looked at what was done. */
  readonly reviewed: boolean
}

/** A removal with notice. */
export interface Ending {
  readonly id: number
  readonly at: Instant
  readonly until: Instant
  /** The end that the grant had before; absent = ongoing. */
  readonly before?: Instant
  readonly clause: string
  readonly cause: string
  readonly decidedBy: readonly string[]
  readonly answer?: HolderAnswer
}

export interface FollowUp {
  readonly id: number
  readonly at: Instant
  readonly works: boolean
  /** The version of the terms that the holder had accepted then. */
  readonly terms?: string
}

/** A holder was asked whether a grant is still needed. */
export interface InactivityNotice {
  readonly id: number
  readonly at: Instant
  readonly until: Instant
  readonly clause: string
  readonly answer?: HolderAnswer
}

export interface HolderAnswer {
  /** Whether it is still needed. */
  readonly keep: boolean
  readonly at: Instant
}

export interface RestoreAsked {
  readonly to: number
  readonly by: SubjectId
  readonly lapses: Instant
}
