import type { Clause } from '../charter/model.ts'
import type { AccountKey, SubjectId } from '../ledger/entry.ts'
import { formatInstant, instant, parseInstant, type Instant } from '../kernel/instant.ts'
import { canonicalJson, type Json } from '../kernel/json.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { Cause, Plan, PlanLine } from './plan-value.ts'
import type { AccountRef, Change } from './target.ts'

/** Somebody who is to be no member of a target any more. */
export interface PlannedRemoval {
  readonly key: AccountKey
  readonly account: AccountRef
  readonly clause: Clause
  /** One sentence with what is known of it. */
  readonly text: string
}

/** An account that is to be made for somebody who was decided to have access and has none. */
export interface PlannedAccount {
  readonly subject: SubjectId
  /** What it is to be called on the target. */
  readonly name: string
  readonly clause: Clause
  /** One sentence with why. */
  readonly text: string
}

/**
 * The part of a plan that is stored, hashed and approved: what would be done, to what was observed, and why. A plan changes memberships of groups
 * (`lines`), takes members out of the target (`members`) or makes accounts there (`accounts`), never two of these.
 */
export type PlannedLines = Pick<Plan, 'target' | 'urgency' | 'revision' | 'undoes' | 'lines'> & {
  readonly members?: readonly PlannedRemoval[]
  readonly accounts?: readonly PlannedAccount[]
}

/**
 * The canonical text of a plan (RFC 8785): its hash names it in the ledger and is what an approval binds to. Drift, skipped and settled
 * memberships are no part of it: they are on record in entries of their own, and reporting them must not make another plan.
 */
export function planDocument(plan: PlannedLines): string {
  const { target, urgency, revision, undoes, members, accounts } = plan
  const lines = plan.lines.map((line) => lineJson(line))
  const removals = members?.map(({ key, account, clause, text }) => ({ key, account: refJson(account), clause, text: text.toWellFormed() }))
  return canonicalJson({
    writ_plan: 1,
    target,
    urgency,
    revision,
    ...(undoes === undefined ? {} : { undoes }),
    lines,
    ...(removals === undefined ? {} : { members: removals }),
    ...(accounts === undefined
      ? {}
      : {
          accounts: accounts.map(({ subject, name, clause, text }) => ({
            subject,
            name: name.toWellFormed(),
            clause,
            text: text.toWellFormed(),
          })),
        }),
  })
}

function lineJson({ key, account, change, before, cause, because }: PlanLine): Json {
  return {
    key,
    account: refJson(account),
    change:
      change.kind === 'remove'
        ? { kind: change.kind, group: change.group }
        : { kind: change.kind, group: change.group, until: endJson(change.until) },
    before: before === undefined ? null : { until: endJson(before.until) },
    cause,
    because: { grant: because.grant ?? null, role: because.role ?? null, clause: because.clause, text: because.text },
  }
}

/** A name may hold half a surrogate pair, which has no canonical form; it is there to be read only. */
const refJson = ({ id, name }: AccountRef) => ({ id, name: name.toWellFormed() })

function endJson(end: Instant | undefined): Json {
  return end === undefined ? null : formatInstant(end)
}

/** Reads a stored plan back. The text is our own: anything unexpected means that it was damaged. */
export function parsePlanDocument(text: string): Result<PlannedLines, string> {
  const damaged = err('this is not a stored plan, or it is damaged')
  let parsed: StoredPlan
  try {
    parsed = JSON.parse(text) as StoredPlan
    if (parsed.writ_plan !== 1) return damaged
    const lines = parsed.lines.map(lineOf)
    const { target, urgency, revision, undoes, members, accounts } = parsed
    const plan: PlannedLines = {
      target,
      urgency,
      revision,
      ...(undoes === undefined ? {} : { undoes }),
      lines,
      ...(members === undefined ? {} : { members }),
      ...(accounts === undefined ? {} : { accounts }),
    }
    return planDocument(plan) === text ? ok(plan) : damaged
  } catch {
    return damaged
  }
}

interface StoredPlan extends Omit<PlannedLines, 'lines'> {
  readonly writ_plan: number
  readonly lines: readonly StoredLine[]
}

interface StoredLine {
  readonly key: string
  readonly account: { readonly id: string; readonly name: string }
  readonly change: { readonly kind: Change['kind']; readonly group: string; readonly until?: string | null }
  readonly before: { readonly until: string | null } | null
  readonly cause: Cause
  readonly because: { readonly grant: number | null; readonly role: string | null; readonly clause: string; readonly text: string }
}

function lineOf({ key, account, change, before, cause, because }: StoredLine): PlanLine {
  const { kind, group } = change
  return {
    key,
    account,
    change: kind === 'remove' ? { kind, group } : { kind, group, until: endOf(change.until) },
    before: before === null ? undefined : { until: endOf(before.until) },
    cause,
    because: { ...because, grant: because.grant ?? undefined, role: because.role ?? undefined },
  }
}

function endOf(end: string | null | undefined): Instant | undefined {
  if (end === null || end === undefined) return undefined
  const parsed = parseInstant(end)
  return parsed.ok ? parsed.value : instant(Number.NaN)
}
