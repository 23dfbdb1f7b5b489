/** What the pages of concerns and suspensions show to those who look into them. */

import type { RoleName } from './view.ts'

/** One matter in the list: that it is there, not whom it is about. */
export interface CaseRow {
  readonly kind: 'concern' | 'suspension'
  /** The entry that opened it. */
  readonly entry: number
  readonly at: string
  /** Who looks into it or decides; titles of roles. */
  readonly roles: readonly string[]
  readonly closed: string | null
  /** Of a suspension: when the person first gave their side; null = not yet. */
  readonly heard: string | null
  /** Of a suspension: before this it does not become final unless the person was heard. */
  readonly finalFrom: string | null
  /** Of a suspension: when it ends by itself; null = not before it is decided. */
  readonly until: string | null
}

export interface CasesView {
  readonly rows: readonly CaseRow[]
  /** How many there are without a filter. */
  readonly all: number
  readonly kind: string
  readonly state: string
  /** Whether any concern or suspension could be theirs. */
  readonly looksInto: boolean
  /** The roles that look into concerns, and those that decide on suspensions. */
  readonly handlers: readonly RoleName[]
  readonly deciders: readonly RoleName[]
  /** Holds a power to suspend. */
  readonly suspends: boolean
}

/** One line of a file. */
export interface FileLine {
  readonly entry: number
  readonly at: string
  readonly what: 'reported' | 'noted' | 'read' | 'referred' | 'closed' | 'sealed' | 'started' | 'heard' | 'ended'
  readonly by: string | null
  readonly text: string | null
  /** Of the end of a suspension. */
  readonly outcome: string | null
}

export interface CaseView {
  readonly case: number
  readonly at: string
  readonly role: RoleName
  readonly closed: string | null
  /** Why whoever looks may look into it. */
  readonly because: string
  /** What they have read, on record; none where they have read nothing. */
  readonly lines: readonly FileLine[]
  /** So many lines they have not read. */
  readonly unread: number
  /** About whom, once it was read; null = not read, or nobody in particular. */
  readonly about: string | null
  /** Whether the person has a public page. */
  readonly isPublic: boolean
  readonly mine: {
    readonly acts: boolean
    /** Why not. */
    readonly whyNot: string | null
    readonly referTo: readonly RoleName[]
    /** An open suspension of the person that is theirs to decide. */
    readonly suspension: number | null
    readonly suspends: boolean
  }
}

export interface SuspensionView {
  readonly suspension: number
  readonly from: string
  readonly until: string | null
  readonly finalFrom: string
  readonly heard: string | null
  readonly ended: string | null
  readonly because: string
  readonly lines: readonly FileLine[]
  readonly unread: number
  readonly person: string | null
  /** Whether the person has a public page. */
  readonly isPublic: boolean
  readonly cause: string | null
  readonly clause: string | null
  readonly mine: {
    readonly reinstates: boolean
    readonly removes: boolean
    /** To whom it can be handed on. */
    readonly referTo: RoleName | null
  }
}

export interface SuspendView {
  /** Whom the page was asked about. */
  readonly person: string
  readonly own: boolean
  /** Causes for which they may suspend this person. */
  readonly causes: readonly ('misuse' | 'compromised' | 'investigation')[]
  /** Why they may not; null = they may, or nobody was asked about. */
  readonly whyNot: string | null
  /** Whether they hold a power to suspend anybody. */
  readonly suspends: boolean
  /** Roles that hold one. */
  readonly roles: readonly RoleName[]
  /** When they suspended this person, who still is; null = they did not. */
  readonly done: string | null
  /** The roles that decide what becomes of it. */
  readonly deciders: readonly RoleName[]
  /** A suspension of this person that lasts and that is theirs to decide. */
  readonly suspension: number | null
  /** When it would end by itself, and until when the person could answer before it becomes final. */
  readonly until: string | null
  readonly answerBy: string | null
}
