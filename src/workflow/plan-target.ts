import type { Id, Mode } from '../charter/model.ts'
import { ok, type Result } from '../kernel/result.ts'
import { draft, type Draft, type Origin } from '../ledger/entry.ts'
import { driftDraft } from '../reconcile/drift.ts'
import { settledDraft, settledDrift } from '../reconcile/effect-drafts.ts'
import type { GuardVerdict } from '../reconcile/guard.ts'
import { effectiveMode } from '../reconcile/modes.ts'
import { planDocument } from '../reconcile/plan-document.ts'
import type { Plan } from '../reconcile/plan-value.ts'
import type { TargetFailure } from '../reconcile/target.ts'
import { json } from './answer.ts'
import { expireGrants } from './expire-grants.ts'
import type { Instance } from './instance.ts'
import { observeTarget, textHash, type Observation } from './observe-target.ts'

export interface PlanCommand {
  readonly key: string
  readonly origin: Origin
  readonly target: Id
  /** Compare and show only: nothing is recorded. */
  readonly dryRun: boolean
}

/** A stored plan: the entry that names it, the plan itself and what stops it. */
export interface StoredPlan {
  readonly entry: number
  readonly hash: string
  readonly plan: Plan
  readonly verdicts: readonly GuardVerdict[]
}

export interface PlanAnswer {
  readonly mode: Mode
  readonly observation: Observation
  /** Absent where there is nothing to do, in a dry run, and in mode `observe`. */
  readonly urgent: StoredPlan | undefined
  readonly routine: StoredPlan | undefined
}

/**
 * Reads a target, records what was seen and stores the difference as a plan. An observation that may not be believed (it shrank, it is stale) records
 * nothing of what it saw: only the stopped plan.
 */
export async function planTargetNow(instance: Instance, command: PlanCommand): Promise<Result<PlanAnswer, TargetFailure>> {
  if (!command.dryRun) await expireGrants(instance, `${command.key}/expiry`)
  const seen = await observeTarget(instance, command.target)
  if (!seen.ok) return seen
  const observation = seen.value
  const mode = effectiveMode(observation.charter, instance.journal.state, command.target)
  if (command.dryRun) return ok({ mode, observation, urgent: undefined, routine: undefined })
  const storing = mode !== 'observe'
  const hash = textHash(instance)
  const urgent = storing && observation.urgent.lines.length > 0 ? { plan: observation.urgent, verdicts: [] } : undefined
  const routine = storing && observation.plan.lines.length > 0 ? { plan: observation.plan, verdicts: observation.verdicts } : undefined
  const documents = new Map(
    [urgent, routine].flatMap((one) => (one === undefined ? [] : [[hash(planDocument(one.plan)), planDocument(one.plan)] as const])),
  )
  const answer = await instance.journal.command(`${command.key}/plan`, command.origin, (state, _now, next) => {
    const before = observation.trusted ? observationDrafts(command.target, observation) : []
    const dropped = state
      .openPlans(command.target)
      .map((plan) => draft('plan.closed', { plan: plan.id, outcome: 'dropped', confirmed: 0, failed: 0 }))
    const plans = [urgent, routine].flatMap((one) =>
      one === undefined ? [] : [planDraft(command.target, one.plan, one.verdicts, hash(planDocument(one.plan)))],
    )
    const first = next + before.length + dropped.length
    return { drafts: [...before, ...dropped, ...plans], documents, answer: json({ first }) }
  })
  const { first } = answer as { readonly first: number }
  const stored = (
    one: { readonly plan: Plan; readonly verdicts: readonly GuardVerdict[] } | undefined,
    entry: number,
  ): StoredPlan | undefined => (one === undefined ? undefined : { ...one, entry, hash: hash(planDocument(one.plan)) })
  return ok({ mode, observation, urgent: stored(urgent, first), routine: stored(routine, first + (urgent === undefined ? 0 : 1)) })
}

function observationDrafts(target: Id, { observed, plan, attribution }: Observation): readonly Draft[] {
  let memberships = 0
  for (const account of observed.accounts.values()) memberships += account.memberships.size
  return [
    draft('target.observed', {
      target,
      revision: plan.revision,
      accounts: observed.accounts.size,
      memberships,
      ...(observed.cursor === undefined ? {} : { cursor: observed.cursor }),
    }),
    ...attribution.drift.map((finding) => driftDraft(target, finding)),
    ...[...plan.settled, ...attribution.ours].map((one) => settledDraft(target, one)),
    ...plan.gone.map((drift) => settledDrift(drift, 'gone')),
  ]
}

function planDraft(target: Id, plan: Plan, verdicts: readonly GuardVerdict[], hash: string): Draft {
  const stopped = verdicts.length > 0
  return draft('plan.made', {
    target,
    plan: hash,
    lines: plan.lines.length,
    urgency: plan.urgency,
    state: stopped ? 'stopped' : 'ready',
    ...(stopped ? { guards: [...new Set(verdicts.map(({ guard }) => guard))] } : {}),
  })
}
