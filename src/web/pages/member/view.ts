/** What pages for one person show. Everything in it concerns them, or is theirs to decide. */

import type { OwnSuspension } from './suspended.ts'

export interface RoleName {
  readonly id: string
  readonly title: string
}

export interface RequestRow {
  readonly request: number
  readonly role: RoleName
  readonly person: string
  readonly by: string
  readonly filed: string
  /** null = it waits. */
  readonly outcome: string | null
}

/** Requests in which whoever looks took part, filtered. */
export interface RequestsView {
  readonly requests: readonly RequestRow[]
  /** How many there are without a filter. */
  readonly all: number
  readonly outcomes: readonly string[]
  readonly roles: readonly RoleName[]
  /** The filter: `own`, `decided` or both. */
  readonly part: string
  readonly outcome: string
  readonly role: string
}

export interface OwnGrant {
  readonly entry: number
  readonly role: RoleName
  readonly from: string
  readonly until: string | null
  readonly daysLeft: number | null
  readonly useCase: string | null
  /** Begun, not paused, not without effect. */
  readonly inForce: boolean
  /** Whether the role can be asked for again. */
  readonly askable: boolean
  /** Titles of the targets where it has effect. */
  readonly targets: readonly string[]
  readonly ended: string | null
}

export interface MeView {
  readonly handle: string
  readonly suspended: boolean
  /** null = not suspended. */
  readonly suspension: OwnSuspension | null
  readonly holding: readonly OwnGrant[]
  readonly past: readonly OwnGrant[]
  readonly requests: readonly RequestRow[]
  /** So many requests wait for them. */
  readonly decides: number
  readonly accounts: readonly { readonly target: string; readonly name: string; readonly kind: string }[]
  readonly runsWrit: boolean
  /** May read what is private. */
  readonly audits: boolean
  /** Notices that they have not read. */
  readonly unread: number
  /** So many concerns and suspensions are open that are theirs to look into; null = none could be. */
  readonly cases: number | null
  /** So many facts that were called wrong wait for those who answer for the sources; null = they are none of them. */
  readonly corrections: number | null
}

export interface FindView {
  readonly words: string
  readonly found: readonly {
    readonly right: string
    readonly text: string
    readonly roles: readonly (RoleName & { readonly class: string | null; readonly beyond: readonly string[] })[]
  }[]
  /** Roles that can be asked for. */
  readonly all: readonly (RoleName & { readonly purpose: string })[]
}

export interface Check {
  readonly text: string
  readonly truth: boolean | 'unknown'
  readonly evidence: readonly string[]
  readonly missing: readonly string[]
}

/** What somebody asked for by mail, and what it may be. */
export interface DraftView {
  readonly draft: string
  readonly at: string
  readonly until: string
  readonly subject: string
  readonly text: string
  readonly found: FindView['found']
  readonly all: FindView['all']
}

export interface AskView {
  readonly role: RoleName & { readonly purpose: string; readonly class: string | null }
  readonly handle: string
  readonly checks: readonly Check[]
  readonly accounts: readonly { readonly key: string; readonly text: string }[]
  readonly questions: readonly { readonly id: string; readonly text: string }[]
  /** Asked only where no end is asked for. */
  readonly ongoingQuestions: readonly { readonly id: string; readonly text: string }[]
  readonly statements: readonly { readonly id: string; readonly text: string }[]
  readonly scopes: readonly string[]
  readonly ongoing: boolean
  readonly longest: string | null
  readonly stages: readonly { readonly text: string | null; readonly count: number }[]
  /** A request of theirs for it that waits. */
  readonly waiting: number | null
  /** The mail it is made of; null = none. */
  readonly draft: { readonly id: string; readonly useCase: string } | null
}

/** What would become of a request, before it is sent. */
export interface PreviewView {
  readonly role: RoleName
  readonly outcome: string
  readonly because: readonly string[]
  readonly missing: readonly string[]
  /** The line of the public log; null = it cannot be told yet. */
  readonly publicLine: string | null
  /** Everything that was filled in. */
  readonly fields: readonly (readonly [string, string])[]
}

export interface RequestView extends RequestRow {
  readonly useCase: string | null
  readonly account: string | null
  readonly until: string | null
  readonly answers: readonly { readonly question: string; readonly text: string }[]
  readonly reason: string | null
  readonly grant: number | null
  readonly checks: readonly Check[]
  readonly experience: readonly {
    readonly role: string
    readonly from: string
    readonly ended: string | null
    readonly cause: string | null
  }[]
  readonly questions: readonly {
    readonly question: number
    readonly by: string
    readonly text: string | null
    readonly statement: string | null
    readonly answer: string | null
  }[]
  readonly comments: readonly { readonly comment: number; readonly by: string; readonly text: string | null }[]
  readonly votes: readonly {
    readonly by: string
    readonly decision: string
    readonly at: string
    readonly reason: string | null
    readonly states: readonly string[]
    readonly counts: boolean
  }[]
  readonly stages: readonly { readonly text: string | null; readonly count: number; readonly standing: 'done' | 'open' | 'later' }[]
  readonly lacking: number | null
  readonly unstated: readonly { readonly id: string; readonly text: string }[]
  readonly approvers: readonly string[]
  readonly lapses: string | null
  /** What whoever looks may do here. */
  readonly mine: {
    readonly asks: boolean
    readonly isSubject: boolean
    readonly decides: boolean
    /** Statements that come with an approval of the open stage. */
    readonly states: readonly { readonly id: string; readonly text: string }[]
    readonly mayAsk: readonly { readonly id: string; readonly text: string }[]
    readonly appeals: boolean
    /** Why they cannot decide, where they might expect to. */
    readonly whyNot: string | null
  }
}
