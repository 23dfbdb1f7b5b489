import type { Entry, SubjectId } from '../../ledger/entry.ts'
import type { Grant, RoleRequest } from '../../ledger/state.ts'
import type { Known } from '../question.ts'

/**
 * Somebody is to hear of an entry. Nothing in it is secret: neither use cases nor reasons, nor what a case is about; who wants to know more looks
 * where they are logged in.
 */
export interface Telling {
  readonly to: SubjectId
  /** Which text; `src/notify/texts.ts` has them. */
  readonly template: TellingTemplate
  /** Why this person is told: docs/spec/notices.md. */
  readonly why: 'concerned' | 'decides' | 'asked' | 'follows'
  /** What the message is about, so that all about one matter stands together: the entry of the request, grant, case, proposal. */
  readonly thread: number
  /** What the text names. */
  readonly names: Readonly<Record<string, string>>
}

export type TellingTemplate =
  | 'granted'
  | 'renewed'
  | 'ended'
  | 'ending'
  | 'paused'
  | 'resumed'
  | 'activated'
  | 'ends-soon'
  | 'condition-violated'
  | 'condition-met'
  | 'still-needed'
  | 'effective'
  | 'follow-up'
  | 'terms'
  | 'request-waits'
  | 'request-reminder'
  | 'request-nobody'
  | 'request-changed'
  | 'request-question'
  | 'request-answer'
  | 'request-granted'
  | 'request-refused'
  | 'request-lapsed'
  | 'request-withdrawn'
  | 'filed-for-you'
  | 'suspended'
  | 'suspension-waits'
  | 'suspension-heard'
  | 'reinstated'
  | 'case-waits'
  | 'review-waits'
  | 'unused-report'
  | 'vacant'
  | 'target-works'
  | 'data-read'
  | 'fact-doubted'
  | 'fact-answered'
  | 'account-linked'
  | 'token-made'
  | 'key-added'
  | 'charter-open'
  | 'charter-held'
  | 'charter-waits'
  | 'proposal-waits'
  | 'activation-waits'
  | 'activation-review'
  | 'activation-review-late'
  | 'limit-reached'
  | 'limit-report'
  | 'objected'
  | 'plan-stopped'
  | 'source-doubted'
  | 'data-exported'

/** What a rule of telling sees: the entry, and what is known after it. */
export type TellingRule<T extends Entry['type']> = (known: Known, entry: Extract<Entry, { readonly type: T }>) => readonly Telling[]

export function roleTitle({ charter }: Known, role: string | undefined): string {
  return role === undefined ? 'a role' : (charter.roles.get(role)?.title ?? role)
}

/** The person concerned by a grant. */
export function toHolder(known: Known, grant: Grant, template: TellingTemplate, names: Telling['names'] = {}): Telling {
  return { to: grant.subject, template, why: 'concerned', thread: grant.id, names: { role: roleTitle(known, grant.role), ...names } }
}

/** Whoever asked, and whom it is for. */
export function toAskers(known: Known, request: RoleRequest, template: TellingTemplate): readonly Telling[] {
  const names = { role: roleTitle(known, request.role) }
  return [...new Set([request.by, request.subject])].map((to) => ({ to, template, why: 'concerned', thread: request.id, names }))
}
