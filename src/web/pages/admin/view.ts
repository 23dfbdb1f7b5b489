/** What the pages of those who run Writ show, as data. Moments are RFC 3339 in UTC. */

export interface RoleName {
  readonly id: string
  readonly title: string
}

/** Somebody may not look: who may. */
export interface ForbiddenView {
  readonly forbidden: true
  /** Any of these rights on `writ` lets somebody look. */
  readonly rights: readonly string[]
  readonly roles: readonly RoleName[]
}

export interface DueRow {
  readonly kind: string
  readonly clause: string
  readonly text: string
}

export interface PlanRow {
  readonly plan: number
  readonly at: string
  readonly urgency: 'routine' | 'urgent'
  readonly state: 'ready' | 'stopped'
  readonly guards: readonly string[]
  readonly approvedUntil: string | null
  readonly closed: 'applied' | 'partly' | 'dropped' | null
}

export interface TargetRow {
  readonly id: string
  readonly title: string
  readonly mode: 'observe' | 'propose' | 'enforce'
  /** What the charter allows at most. */
  readonly ceiling: 'observe' | 'propose' | 'enforce'
  /** null = never. */
  readonly checked: string | null
  readonly stale: boolean
  readonly adopted: string | null
  /** Its comparison is told to pause. */
  readonly paused: boolean
  /** When it is compared next at the earliest; null = at the next round. */
  readonly next: string | null
  readonly drift: number
  readonly open: readonly PlanRow[]
}

export interface OverviewView {
  /** The first of what is due now, of `dueCount`. */
  readonly due: readonly DueRow[]
  readonly dueCount: number
  /** So many of them take something by what a source says. */
  readonly taking: number
  readonly targets: readonly TargetRow[]
  /** Whether concerns or suspensions could be theirs to look into. */
  readonly cases: boolean
  readonly linksAccounts: boolean
}

export interface DriftRow {
  readonly drift: number
  readonly account: string
  readonly person: string | null
  readonly group: string
  readonly change: 'added' | 'removed' | 'end-changed'
  readonly since: string
  readonly by: string | null
  /** Concerns the account of whoever looks. */
  readonly own: boolean
  /** Roles that give the group and can be asked for. */
  readonly roles: readonly RoleName[]
}

export interface TargetView extends TargetRow {
  /** What the charter does about changes that others made. */
  readonly rule: 'ask' | 'revert' | 'adopt'
  readonly rows: readonly DriftRow[]
  /** The last plans, newest first. */
  readonly plans: readonly PlanRow[]
  /** The last one that was carried out. */
  readonly undoable: number | null
  readonly acts: boolean
  readonly jobs: readonly JobRow[]
  /** What people are to do by hand. */
  readonly tasks: readonly { readonly task: string; readonly account: string; readonly group: string; readonly steps: readonly string[] }[]
}

export interface LineRow {
  /** `leave` = out of the target itself; `make` = an account that is to be made there. */
  readonly change: 'add' | 'remove' | 'set-end' | 'leave' | 'make'
  readonly account: string
  /** null = the account itself comes or goes. */
  readonly group: string | null
  readonly until: string | null
  readonly cause: string
  readonly why: string
  readonly clause: string
  readonly result: 'confirmed' | 'failed' | null
  readonly answer: string | null
}

export interface PlanView extends PlanRow {
  readonly target: RoleName
  /** The plan that this one takes back. */
  readonly undoes: number | null
  /** null = it is no longer kept. */
  readonly lines: readonly LineRow[] | null
  readonly approves: boolean
  /** Why whoever looks cannot let it run once; null = they can, or nothing is to be let run. */
  readonly whyNot: 'right' | 'involved' | null
}

/** What would be done, if nothing were recorded. */
export interface LookView {
  readonly target: RoleName
  readonly lines: readonly string[]
  readonly guards: readonly string[]
  readonly remarks: readonly string[]
}

export interface JobRow {
  readonly job: string
  readonly target: RoleName
  readonly state: 'running' | 'done' | 'failed'
  readonly done: number
  readonly total: number
  readonly started: string
  readonly ended: string | null
  readonly why: string | null
}

export interface JobView extends JobRow {
  /** Plans that it carried out, and those that were stopped and wait. */
  readonly plans: readonly {
    readonly plan: number
    readonly waits: boolean
    readonly confirmed: number
    readonly failed: number
    readonly stopped: string | null
  }[]
  /** Members who were taken out of the target and those who stay although not all is in order; null = nothing was asked of members. */
  readonly members: { readonly removed: number; readonly held: number } | null
  /** What became of each line so far. */
  readonly lines: readonly { readonly number: number; readonly text: string; readonly problem: string | null }[]
  /** Remarks and guards that stopped it. */
  readonly remarks: readonly string[]
}

export interface JobsView {
  readonly jobs: readonly JobRow[]
  readonly clockPaused: boolean
  readonly targets: readonly TargetRow[]
}

/** Somebody for those who say whose accounts are whose; that it was looked at is on record. */
export interface PersonRecord {
  readonly handle: string
  readonly departed: string | null
  /** Whoever looks is this person. */
  readonly own: boolean
  readonly accounts: readonly {
    readonly key: string
    readonly target: RoleName
    readonly name: string
    readonly kind: string
    readonly locked: boolean
    /** How it is known that it is locked there. */
    readonly confirmed: 'read-back' | 'person' | null
  }[]
  readonly grants: readonly {
    readonly grant: number
    readonly role: RoleName
    readonly from: string
    readonly targets: readonly RoleName[]
  }[]
  /** Grants that the departure ended. */
  readonly ended: readonly { readonly grant: number; readonly role: RoleName; readonly at: string }[]
  /** What somebody must take over. */
  readonly handover: readonly string[]
}

export interface PersonPageView {
  /** The handle that was asked for; empty = none yet. */
  readonly asked: string
  /** null = nobody of this name. */
  readonly person: PersonRecord | null
  readonly targets: readonly RoleName[]
}
