import type { Id, Mode } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { draft, type Draft, type Origin } from '../ledger/entry.ts'
import type { PlanRecord, State } from '../ledger/state.ts'
import { isApproved } from '../reconcile/approve-once.ts'
import { driftDraft } from '../reconcile/drift.ts'
import { settledDraft, settledDrift } from '../reconcile/effect-drafts.ts'
import type { GuardVerdict } from '../reconcile/guard.ts'
import { isSidePlan } from '../reconcile/members/member-guards.ts'
import { effectiveMode } from '../reconcile/modes.ts'
import { planDocument } from '../reconcile/plan-document.ts'
import type { Plan } from '../reconcile/plan-value.ts'
import type { Observed, TargetFailure } from '../reconcile/target.ts'
import { json } from './answer.ts'
import { carryOutDue } from './carry-out-due.ts'
import type { Instance } from './instance.ts'
import { refusalToRun } from './may-run.ts'
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
  /** Somebody lets it run once although a guard stops it. */
  readonly approved: boolean
}

export interface PlanAnswer {
  readonly mode: Mode
  readonly observation: Observation
  /** Absent where there is nothing to do, in a dry run, and in mode `observe`; but a doubted observation always leaves a routine one. */
  readonly urgent: StoredPlan | undefined
  readonly routine: StoredPlan | undefined
}

/**
 * Reads a target, records what was seen and stores the difference as a plan. An observation that may not be believed (it shrank, it is stale) records
 * nothing of what it saw: only the stopped plan, which may be empty. Once somebody approved exactly that plan on exactly that observation, the
 * observation is believed. A stopped plan that says the same as the open one stays that one, and keeps its approval.
 */
export async function planTargetNow(instance: Instance, command: PlanCommand): Promise<Result<PlanAnswer, TargetFailure>> {
  if (!command.dryRun) {
    const refusal = await refusalToRun(instance, command.origin)
    if (refusal !== undefined) return err(refusal)
    await carryOutDue(instance, { key: `${command.key}/expiry`, byTime: true })
  }
  const first = await observeTarget(instance, command.target)
  if (!first.ok) return first
  const seen = command.dryRun ? first : await withOwnDoings(instance, command, first.value)
  if (!seen.ok) return seen
  const observation = seen.value
  const mode = effectiveMode(observation.charter, instance.journal.state, command.target)
  if (command.dryRun) return ok({ mode, observation, urgent: undefined, routine: undefined })
  const hash = textHash(instance)
  const withHash = (plan: Plan, verdicts: readonly GuardVerdict[]) => {
    const text = planDocument(plan)
    return { plan, verdicts, text, hash: hash(text) }
  }
  const storing = mode !== 'observe'
  const urgent = storing && observation.urgent.lines.length > 0 ? withHash(observation.urgent, []) : undefined
  const routine =
    (storing && observation.plan.lines.length > 0) || !observation.trusted ? withHash(observation.plan, observation.verdicts) : undefined
  const plans = [urgent, routine].flatMap((one) => (one === undefined ? [] : [one]))
  const answer = await instance.journal.command(`${command.key}/plan`, command.origin, (state, now, next) => {
    const open = state.openPlans(command.target).filter((one) => !isSidePlan(one))
    const kept = routine === undefined ? undefined : open.find((record) => saysTheSame(record, routine))
    const approved = kept !== undefined && routine !== undefined && isOverridden(kept, routine, now)
    const before = observation.trusted || approved ? observationDrafts(state, command.target, observation) : []
    const dropped = open
      // What somebody approved stays open for its hour, whatever else is planned meanwhile.
      .filter((record) => record !== kept && (record.approval === undefined || record.approval.until <= now))
      .map((record) => draft('plan.closed', { plan: record.id, outcome: 'dropped', confirmed: 0, failed: 0 }))
    const made = plans.filter((one) => one !== routine || kept === undefined)
    const first = next + before.length + dropped.length
    const entries = plans.map((one) => (one === routine && kept !== undefined ? kept.id : first + made.indexOf(one)))
    const drafts = [...before, ...dropped, ...made.map((one) => planDraft(command.target, one.plan, one.verdicts, one.hash))]
    return { drafts, documents: new Map(made.map((one) => [one.hash, one.text])), answer: json({ entries, approved }) }
  })
  const { entries, approved } = answer as { readonly entries: readonly number[]; readonly approved: boolean }
  const stored = (one: (typeof plans)[number] | undefined): StoredPlan | undefined =>
    one === undefined
      ? undefined
      : {
          entry: entries[plans.indexOf(one)] ?? 0,
          hash: one.hash,
          plan: one.plan,
          verdicts: one.verdicts,
          approved: one === routine && approved,
        }
  const reported = first.value === observation ? [] : first.value.attribution.drift
  const attribution = { ...observation.attribution, drift: [...reported, ...observation.attribution.drift] }
  return ok({ mode, observation: { ...observation, attribution }, urgent: stored(urgent), routine: stored(routine) })
}

/**
 * Where the target's log shows that Writ itself did what was never recorded, that is recorded first and the target looked at again: what looked
 * like drift is none, and a plan must not say so.
 */
async function withOwnDoings(
  instance: Instance,
  { key, origin, target }: PlanCommand,
  seen: Observation,
): Promise<Result<Observation, TargetFailure>> {
  if (!seen.trusted || seen.attribution.ours.length === 0) return ok(seen)
  await instance.journal.command(`${key}/seen`, origin, (state) => ({ drafts: observationDrafts(state, target, seen), answer: null }))
  return observeTarget(instance, target)
}

type Stopped = Pick<StoredPlan, 'hash' | 'plan' | 'verdicts'>

/** Whether a stopped plan on record is this one, stopped by the same guards. */
function saysTheSame(record: PlanRecord, { hash, verdicts }: Stopped): boolean {
  const guards = new Set<string>(verdicts.map(({ guard }) => guard))
  return (
    record.state === 'stopped' &&
    record.hash === hash &&
    record.guards.length === guards.size &&
    record.guards.every((one) => guards.has(one))
  )
}

function isOverridden(record: PlanRecord, { hash, plan, verdicts }: Stopped, now: Instant): boolean {
  return verdicts.every(({ overridable }) => overridable) && isApproved(record, hash, plan.revision, now)
}

function observationDrafts(state: State, target: Id, { observed, plan, attribution }: Observation): readonly Draft[] {
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
    ...renamed(state, target, observed),
    ...attribution.drift.map((finding) => driftDraft(target, finding)),
    ...[...plan.settled, ...attribution.ours].map((one) => settledDraft(target, one)),
    ...plan.gone.map((drift) => settledDrift(drift, 'gone')),
  ]
}

/** Accounts are known by their id; what they are called there now is noted. */
function renamed(state: State, target: Id, { accounts }: Observed): readonly Draft[] {
  return [...accounts.values()].flatMap(({ id, name }) => {
    const known = state.account(`${target}:${id}`)
    return known === undefined || known.name === name ? [] : [draft('account.renamed', { account: known.key, name })]
  })
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
