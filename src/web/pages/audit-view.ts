/** What the pages of auditors show, as data. Moments are RFC 3339 in UTC. */
export const AUDIT_REPORTS = ['no-use-case', 'exceptions', 'overdue-reviews', 'overrides', 'operator'] as const
export type AuditReport = (typeof AUDIT_REPORTS)[number]

export interface AuditRow {
  readonly entry: number
  readonly at: string
  readonly person: string | null
  /** The grant of which there is evidence. */
  readonly grant: number | null
  /** Who made the entry. */
  readonly by: string | null
  readonly text: string
}

export interface AuditView {
  readonly report: AuditReport
  /** Newest first. */
  readonly rows: readonly AuditRow[]
  /** Rows of the whole report. */
  readonly count: number
  /** The entry to go on from; null = that was all. */
  readonly older: number | null
}

export type EvidenceKind = 'request' | 'fact' | 'statement' | 'decision' | 'grant' | 'plan' | 'read-back' | 'review' | 'passkey'

/** An entry of the evidence for people; the file has what proves it. */
export interface EvidenceRow {
  readonly entry: number
  readonly kind: EvidenceKind
  readonly at: string
  readonly text: string
  /** What it commits to, by name. */
  readonly values: readonly (readonly [string, string])[]
}
