/**
 * What the pages show, as data: made by the server, printed as HTML by the functions of this folder, and served as it stands at the same path with
 * `.json`. Moments are RFC 3339 in UTC. Everything in it is public.
 */
import type { Cell } from '../charter/matrix.ts'
import type { InclusionFile } from '../ledger/proof-file.ts'
import type { PublicRow } from '../render/pages/log-page.ts'
import type { Worded } from './worded.ts'

export interface SiteView {
  readonly title: string
  readonly demo: boolean
  readonly charter: { readonly revision: number; readonly hash: string; readonly from: string }
  readonly targets: readonly {
    readonly id: string
    readonly title: string
    readonly mode: string
    readonly checked: string | undefined
    /** Was checked, but longer ago than it should be. */
    readonly stale: boolean
  }[]
  /** Nothing is changed on any target since then. */
  readonly paused: string | undefined
  /** When the page was made. */
  readonly now: string
}

export interface PromiseView {
  readonly text: string
  /** null = not checked. */
  readonly kept: boolean | null
  readonly why: string
  readonly line: string
}

export interface SafetyView {
  /** So many rogue accounts together can be undone from inside, by membership. */
  readonly resistance: number
  /** The figure is a lower bound. */
  readonly atLeast: boolean
  /** The budget ended before larger coalitions were all judged. */
  readonly ended: boolean
  /** One rogue account with technical means can be undone as well. */
  readonly survivesTechnical: boolean
  /** One a role that somebody holds, the last for somebody without any. */
  readonly rows: readonly SafetyRow[]
  /** Titles of roles that nobody holds. */
  readonly vacant: readonly string[]
  /** What was assumed where it is not public who holds what. */
  readonly assumed: string | undefined
}

export interface SafetyRow {
  /** undefined = somebody without any role. */
  readonly role: { readonly id: string; readonly title: string } | undefined
  readonly verdict: 'harmless' | 'restorable' | 'strippable' | 'entrenched' | 'takeover'
  readonly means: string
  /** Titles of roles, and groups that no role gives. */
  readonly captures: readonly string[]
  readonly strips: readonly string[]
  /** Roles of which one holder alone can undo it all. */
  readonly undoneBy: readonly string[]
  /** The fewest persons who can undo it all together; undefined = nobody, or more than were tried. */
  readonly undoers: number | undefined
  /** The search for them ended before all small sets were tried. */
  readonly undoersUnknown: boolean
  /** Else something that must not be held could keep the rogue to less. */
  readonly isExact: boolean
  readonly byAmendment: boolean
  /** Where technical means make it another verdict. */
  readonly technical: { readonly verdict: SafetyRow['verdict']; readonly means: string; readonly isExact: boolean } | undefined
  /** Places in the charter that make it possible. */
  readonly lines: readonly string[]
}

export interface HomeView {
  readonly about: string | undefined
  readonly document: string | undefined
  readonly counts: { readonly people: number; readonly roles: number; readonly grants: number; readonly drift: number }
  readonly promises: readonly PromiseView[]
  readonly recent: readonly LogRow[]
  /** First and last day of the calendar month before this one, UTC. */
  readonly lastMonth: { readonly from: string; readonly until: string }
}

export interface MatrixView {
  readonly targets: readonly { readonly id: string; readonly title: string }[]
  readonly target: string
  /** What the reader filtered by. */
  readonly filter: string
  readonly groups: readonly {
    readonly name: string
    readonly title: string
    readonly roles: readonly string[]
    /** How one comes into it, if not by a role. */
    readonly note: string | undefined
    readonly abolished: boolean
  }[]
  readonly rights: readonly MatrixRow[]
  /** User types of the target: visitors, registered users, one for each role with a group there. */
  readonly types: readonly { readonly id: string; readonly title: string }[]
  /** The one that the reader looks as; then `groups` and `rights` are its own. */
  readonly as: UserTypeView | undefined
  /** Numbers of the charter's revisions, newest first. */
  readonly revisions: readonly number[]
  /** The earlier revision that the cells are compared with. */
  readonly since: number | undefined
  /** So many cells of the table differ from it. */
  readonly changed: number
}

export type CellChange = 'added' | 'removed' | 'other'

/** A target as one user type meets it. */
export interface UserTypeView {
  readonly id: string
  readonly title: string
  /** Titles of its groups. */
  readonly groups: readonly string[]
  /** Gates that it does not pass by its groups. `rights` empty = all; `listed` names the property by which a page lets further groups in. */
  readonly gates: readonly {
    readonly text: string
    readonly rights: readonly string[]
    readonly opens: readonly string[]
    readonly listed: string | undefined
    readonly line: string
  }[]
  /** What it may do with a page of each namespace that has no line of its own; empty where no gate looks at namespaces. */
  readonly places: readonly { readonly name: string; readonly read: boolean; readonly write: boolean }[]
  /** For visitors: how one gets an account, in the charter's words. */
  readonly account: string | undefined
  /** Roles that somebody of this type may ask for themselves. */
  readonly asks: readonly { readonly id: string; readonly title: string }[]
}

export interface MatrixRow {
  readonly name: string
  readonly text: string
  readonly why: string | undefined
  readonly class: string | undefined
  /** undefined = built in. */
  readonly line: string | undefined
  readonly cells: Readonly<Record<string, Cell>>
  /** By group; absent where nothing is compared or nothing differs. */
  readonly changes: Readonly<Record<string, CellChange>> | undefined
}

/** A grant as far as the charter makes it public: withheld fields are absent. */
export interface GrantView {
  readonly entry: number
  /** null = erased; undefined = not public. */
  readonly person: string | null | undefined
  readonly role: { readonly id: string; readonly title: string } | undefined
  readonly account: string | undefined
  readonly rights: readonly string[] | undefined
  /** The same in the words of the charter in force. */
  readonly rightTexts: readonly string[] | undefined
  readonly from: string | undefined
  /** null = no end set; undefined = not public. */
  readonly until: string | null | undefined
  readonly useCase: string | undefined
  readonly decidedBy: readonly string[] | undefined
  /** `line` only if the charter it stood in is the one in force. */
  readonly clause: { readonly text: string; readonly line: string | undefined } | undefined
  /** Taken in from a target, use case not known. */
  readonly found: boolean
  readonly ended: string | undefined
}

export interface PersonView {
  readonly handle: string
  readonly since: string
  readonly departed: boolean
  readonly accounts: readonly { readonly target: string | undefined; readonly name: string }[]
  readonly grants: readonly GrantView[]
  readonly past: readonly GrantView[]
}

export interface PeopleView {
  readonly filter: string
  /** How many match; `people` is one page of them. */
  readonly count: number
  readonly page: number
  readonly pages: number
  readonly people: readonly { readonly handle: string; readonly roles: readonly { readonly id: string; readonly title: string }[] }[]
}

export interface RoleSummary {
  readonly id: string
  readonly title: string
  readonly purpose: string
  /** undefined = who holds it is not public. */
  readonly holders: number | undefined
  readonly seats: number | undefined
}

export interface RolesView {
  readonly roles: readonly RoleSummary[]
}

/** Who can do something to a role, and under which clause. */
export interface DoorView {
  readonly who: string
  readonly how: string
  readonly line: string
}

export interface RoleView extends RoleSummary {
  readonly document: string | undefined
  readonly class: string | undefined
  readonly gives: readonly { readonly target: string; readonly groups: readonly string[]; readonly rights: readonly string[] }[]
  readonly ways: { readonly in: readonly DoorView[]; readonly out: readonly DoorView[] }
  readonly conditions: readonly string[]
  readonly term: string | undefined
  readonly review: string | undefined
  readonly holding: readonly GrantView[]
  readonly past: readonly GrantView[]
  readonly line: string
}

/** An entry in the log; the same row that a wiki's page of the log is made of. */
export type LogRow = PublicRow

export interface LogView {
  readonly filter: {
    readonly person: string
    readonly by: string
    readonly role: string
    readonly target: string
    readonly type: string
    /** Days, the last one included; empty = not limited. */
    readonly since: string
    readonly until: string
  }
  /** What can be filtered by. */
  readonly roles: readonly { readonly id: string; readonly title: string }[]
  readonly targets: readonly { readonly id: string; readonly title: string }[]
  readonly types: readonly string[]
  readonly rows: readonly LogRow[]
  /** Entry number to go on from; undefined = no older ones. */
  readonly older: number | undefined
  readonly size: number
  /** Hex root of the tree over all entries. */
  /** The log is not signed any more. */
  readonly refused?: SignedLogView['refused']
  readonly root: string
}

export interface LogHeadView {
  readonly size: number
  /** Hex root of the tree over all entries. */
  readonly root: string
  /** Hex leaf hash of the first entry. */
  readonly origin: string
  /** When the last entry was made. */
  readonly at: string | undefined
  readonly signed: SignedLogView
}

/** How the log is signed. */
export interface SignedLogView {
  /** The last checkpoint that was signed. */
  readonly checkpoint?: { readonly note: string; readonly size: number; readonly root: string; readonly at: string }
  /** The ledger is no continuation of it any more, and is not signed. */
  readonly refused?: { readonly since: string; readonly why: string }
  /** All keys there ever were, oldest first. */
  readonly keys: readonly LogKeyView[]
}

export interface LogKeyView {
  /** The entry that tells of it. */
  readonly entry: number
  /** Absent where it was erased. */
  readonly vkey?: string
  /** `size`: of the last checkpoint that it signed. */
  readonly retired?: { readonly entry: number; readonly size?: number }
}

export interface LogEntryView {
  /** What the page says of it. It is no part of the proof. */
  readonly row: LogRow
  readonly proof: InclusionFile
  /** Only for those who may read it: a second factor is kept with the entry. */
  readonly secondFactor?: true
}

/** What proves that a person meant what an entry says. */
export interface SecondFactorView {
  readonly entry: number
  readonly at: string
  /** What the entry says, as the public reads it. */
  readonly text: string
  readonly by: string
  readonly way: 'passkey' | 'provider' | 'demo'
  /** The entry that added the passkey. */
  readonly key: number | null
  /** What was signed: 64 hex digits; null = nothing that can be read. */
  readonly hash: string | null
  /** The text of which that is the SHA-256; null = the decision that the entry holds. */
  readonly over: string | null
  readonly bound: boolean | null
  readonly signed: boolean | null
  readonly proof: string
}

export type LogProofsView = Omit<LogHeadView, 'at'>

export interface CharterView {
  readonly title: string
  readonly files: readonly { readonly name: string; readonly lines: readonly string[] }[]
  readonly revisions: readonly { readonly number: number; readonly hash: string; readonly from: string; readonly entry: number }[]
  /** Decided, and in force later. */
  readonly toCome: { readonly hash: string; readonly from: string; readonly entry: number } | undefined
  readonly promises: readonly PromiseView[]
}

export interface CharterRevisionView {
  readonly number: number
  /** Number of the revision in force. */
  readonly last: number
  readonly hash: string
  readonly from: string
  readonly entry: number
  readonly files: CharterView['files']
}

export interface CharterDiffView extends CharterChanges {
  readonly before: number
  readonly after: number
  /** Number of the revision in force. */
  readonly last: number
}

/** What one charter changes of another. */
export interface CharterChanges {
  /** `line`: in the text in force; absent where it does not stand there. */
  readonly clauses: readonly { readonly clause: string; readonly summary: string; readonly line: string | undefined }[]
  readonly cells: readonly {
    readonly target: string
    readonly group: string
    readonly right: string
    readonly before: Cell | undefined
    readonly after: Cell | undefined
  }[]
  /** `role`: a title. `technical`: by technical means. */
  readonly verdicts: readonly {
    readonly role: string
    readonly technical: boolean
    readonly before: string | undefined
    readonly after: string | undefined
  }[]
  /** undefined = not promised, null = not checked. */
  readonly promises: readonly {
    readonly text: string
    readonly before: boolean | null | undefined
    readonly after: boolean | null | undefined
  }[]
  /** Whose rights grow or shrink; empty where it is not public who holds what. */
  readonly people: readonly { readonly who: string; readonly gains: readonly string[]; readonly loses: readonly string[] }[]
  /** What speaks against it. */
  readonly findings: readonly string[]
}

/** What a rogue holder of one role means for another role. */
export type RoleMark = 'plain' | 'rogue' | 'captured' | 'stripped' | 'helper'

export interface HierarchyView {
  readonly roles: readonly {
    readonly id: string
    readonly title: string
    readonly mark: RoleMark
    /** `staged`: only if somebody else agrees. */
    readonly changes: readonly {
      readonly id: string
      readonly title: string
      readonly can: 'give' | 'take' | 'give and take'
      readonly staged: boolean
    }[]
  }[]
  /** Roles that somebody holds: one of them can be supposed to go rogue. */
  readonly choices: readonly { readonly id: string; readonly title: string }[]
  readonly rogue: SafetyRow | undefined
}

/** One right on one target: who has it, and how one gets it. */
export interface PolicyView {
  readonly target: { readonly id: string; readonly title: string }
  readonly right: string
  readonly text: string
  readonly why: string | undefined
  readonly class: string | undefined
  readonly line: string | undefined
  /** Other targets that know a right of this name. */
  readonly elsewhere: readonly { readonly id: string; readonly title: string }[]
  readonly visitors: boolean
  readonly registered: boolean
  /** Titles of groups that have it. */
  readonly groups: readonly string[]
  /** Roles each of which suffices alone, with the ways into them. */
  readonly roles: readonly { readonly id: string; readonly title: string; readonly ways: readonly DoorView[]; readonly asked: boolean }[]
  /** Of the people who are public; `people` are the first of them, `next` goes on. */
  readonly count: number
  readonly people: readonly string[]
  readonly next: string | undefined
}

export interface ReviewsView {
  /** Roles whose holders are looked at again. */
  readonly rules: readonly {
    readonly id: string
    readonly title: string
    readonly rule: string
    readonly line: string
    /** How many hold it, and when they are due as far as is public: reviewed last, else given. */
    readonly holders: number | undefined
    readonly due: string | undefined
    readonly overdue: boolean
  }[]
  /** The last grants that a review kept. */
  readonly done: readonly LogRow[]
}

export interface MissingView {
  readonly path: string
  readonly message: Worded
  /** A name as it is, or a page by its message. */
  readonly near: { readonly href: string; readonly text: string | Worded } | undefined
}
