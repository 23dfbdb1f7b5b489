/** One whole run against `wiki`: read, what is urgent, read, plan, record, apply; as the workflow does it, on a test's book. */
import type { Charter } from '../../src/charter/model.ts'
import { draft } from '../../src/ledger/entry.ts'
import { applyPlan, type ApplyOutcome } from '../../src/reconcile/apply.ts'
import { attribute, driftDraft } from '../../src/reconcile/drift.ts'
import { settledDraft, settledDrift } from '../../src/reconcile/effect-drafts.ts'
import type { GuardVerdict } from '../../src/reconcile/guard.ts'
import { isObservationTrusted, judge } from '../../src/reconcile/guards.ts'
import { planDocument } from '../../src/reconcile/plan-document.ts'
import { planTarget } from '../../src/reconcile/plan.ts'
import type { Plan } from '../../src/reconcile/plan-value.ts'
import { readBackFrom } from '../../src/reconcile/read-back.ts'
import { scopeOf } from '../../src/reconcile/scope.ts'
import type { Observed, Target } from '../../src/reconcile/target.ts'
import type { Book } from './book.ts'
import { contextOf, inputOf, textHash } from './observed.ts'

export interface RunOptions {
  /** Apply although guards stop it; still nothing of an observation that is not trusted is recorded. */
  readonly override?: boolean
}

export interface RunResult {
  /** undefined = the target could not be read. */
  readonly plan: Plan | undefined
  readonly urgent: Plan | undefined
  readonly verdicts: readonly GuardVerdict[]
  readonly outcome: ApplyOutcome | undefined
}

export async function runOnce(book: Book, charter: Charter, target: Target, { override = false }: RunOptions = {}): Promise<RunResult> {
  const nothing: RunResult = { plan: undefined, urgent: undefined, verdicts: [], outcome: undefined }
  const before = await observe(book, charter, target)
  if (before === undefined) return nothing
  const urgent = planTarget({ ...inputOf(charter, book, before), urgent: true })
  if (urgent.lines.length > 0) await apply(book, target, urgent)
  const observed = await observe(book, charter, target)
  if (observed === undefined) return { ...nothing, urgent }
  const input = inputOf(charter, book, observed)
  const plan = planTarget(input)
  const verdicts = judge(plan, contextOf(input))
  if (isObservationTrusted(verdicts)) {
    book.add(
      draft('target.observed', {
        target: 'wiki',
        revision: plan.revision,
        accounts: plan.counts.accounts,
        memberships: plan.counts.memberships,
      }),
      ...attribute(plan.drift, undefined).drift.map((finding) => driftDraft('wiki', finding)),
      ...plan.settled.map((one) => settledDraft('wiki', one)),
      ...plan.gone.map((id) => settledDrift(id, 'gone')),
    )
  }
  const outcome = verdicts.length === 0 || override ? await apply(book, target, plan) : undefined
  return { plan, urgent, verdicts, outcome }
}

/** What the target says now, of everything a plan would ask for. */
export async function observe(book: Book, charter: Charter, target: Target): Promise<Observed | undefined> {
  const { effects } = inputOf(charter, book, {
    target: 'wiki',
    at: book.now,
    accounts: new Map(),
    assignable: new Set(),
    cursor: undefined,
  })
  const answer = await target.read(scopeOf(charter, 'wiki', effects, book.state.targetState('wiki')))
  return answer.ok ? answer.value : undefined
}

async function apply(book: Book, target: Target, plan: Plan): Promise<ApplyOutcome> {
  const hash = textHash(planDocument(plan))
  const id = book.add(draft('plan.made', { target: 'wiki', plan: hash, lines: plan.lines.length, urgency: plan.urgency, state: 'ready' }))
  const drifts = new Map([...book.state.openDrift('wiki')].map((drift) => [`${drift.account}\n${drift.group}`, drift.id]))
  return applyPlan(plan, target, {
    note: { plan: id, url: undefined },
    read: readBackFrom(target, [...new Set(plan.lines.map(({ change }) => change.group))]),
    record: async (drafts) => void book.add(...drafts),
    sleep: async () => undefined,
    driftOf: ({ key, change }) => drifts.get(`${key}\n${change.group}`),
    batch: 3,
    retry: { attempts: 2, firstWait: 1, longestWait: 10 },
  })
}
