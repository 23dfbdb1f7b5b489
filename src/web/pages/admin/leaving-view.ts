/** What the page for those who take everything along, or stop using Writ, shows, as data. Moments are RFC 3339 in UTC. */
import type { PauseView } from './ahead-view.ts'
import type { RoleName, TargetRow } from './view.ts'

/** How a target is kept when Writ no longer does it. */
export type Connector = 'mediawiki' | 'ldap' | 'growthbook' | 'scim' | 'smf' | 'manual' | 'simulated' | 'other'

export interface LeavingView {
  /** Holds both rights that it takes. */
  readonly mayExport: boolean
  /** What one began oneself and may still fetch. */
  readonly begun: { readonly entry: number; readonly at: string; readonly until: string } | null
  readonly size: number
  readonly root: string
  readonly paused: PauseView | null
  /** Requests, proposals, reviews, plans that are not over. */
  readonly open: number
  /** Grants whose end is still to come. */
  readonly ends: number
  readonly targets: readonly {
    readonly target: RoleName
    readonly connector: Connector
    readonly mode: TargetRow['mode']
    /** Memberships as they were last read back. */
    readonly memberships: number
    /** Of these, so many end by themselves there. */
    readonly ending: number
  }[]
}
