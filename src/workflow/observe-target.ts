import type { Charter, Id } from '../charter/model.ts'
import { effectsNow, noEffects, type Effects } from '../decide/effect.ts'
import type { Known } from '../decide/question.ts'
import { checksOf, type ConditionCheck } from '../decide/request/evidence.ts'
import { attribute, type Attribution } from '../reconcile/drift.ts'
import { isObservationTrusted, judge } from '../reconcile/guards.ts'
import type { GuardVerdict } from '../reconcile/guard.ts'
import { planTarget } from '../reconcile/plan.ts'
import type { Plan, PlanLine } from '../reconcile/plan-value.ts'
import { revisionOf } from '../reconcile/revision.ts'
import { scopeOf } from '../reconcile/scope.ts'
import type { Observed, Target, TargetFailure } from '../reconcile/target.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { readFacts } from './facts.ts'
import { hashText } from './ids.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'

/** A target as it was read, and what follows from it. Nothing is written yet. */
export interface Observation {
  readonly charter: Charter
  readonly effects: Effects
  readonly observed: Observed
  readonly plan: Plan
  /** The part that is due at once, travelling outside routine limits. */
  readonly urgent: Plan
  readonly verdicts: readonly GuardVerdict[]
  /** Whether what was read may be believed; otherwise nothing of it is recorded. */
  readonly trusted: boolean
  readonly attribution: Attribution
  /** The conditions of the role behind a line, with what says that they hold. */
  checksBehind(line: PlanLine): readonly ConditionCheck[]
}

/** Reads a target completely and compares it with what was decided; a target that cannot be read completely is a failure, never an empty one. */
export async function observeTarget(instance: Instance, id: Id): Promise<Result<Observation, TargetFailure>> {
  const target = instance.targets.get(id)
  if (target === undefined) return err(notConnected(id))
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const facts = await readFacts(instance)
  const known = () => knownNow(charter, instance.journal.state, instance.outside.clock.now(), facts)
  const effectsOf = () => effectsNow(known())
  const read = await target.read(scopeOf(charter, id, effectsOf().targets.get(id) ?? noEffects, instance.journal.state.targetState(id)))
  if (!read.ok) return read
  const seen = await compareWith(instance, charter, target, read.value, effectsOf())
  return ok({ ...seen, checksBehind: (line) => checksBehind(known(), line) })
}

async function compareWith(
  instance: Instance,
  charter: Charter,
  target: Target,
  observed: Observed,
  effects: Effects,
): Promise<Omit<Observation, 'checksBehind'>> {
  const { state } = instance.journal
  const now = instance.outside.clock.now()
  const protect = new Set(observed.connector === undefined ? [] : [observed.connector.account])
  const input = {
    charter,
    target: target.id,
    state,
    effects: effects.targets.get(target.id) ?? noEffects,
    observed,
    revision: revisionOf(observed, textHash(instance)),
    now,
    protect,
    expiry: target.capabilities.expiry,
  }
  const plan = planTarget(input)
  const verdicts = judge(plan, {
    charter,
    state,
    effects,
    observed,
    now,
    ...(observed.connector === undefined ? {} : { connector: observed.connector }),
  })
  const cursor = state.targetState(target.id).cursor
  const history = plan.drift.length === 0 ? undefined : await target.history(cursor)
  return {
    charter,
    effects,
    observed,
    plan,
    urgent: planTarget({ ...input, urgent: true }),
    verdicts,
    trusted: isObservationTrusted(verdicts),
    attribution: attribute(plan.drift, history?.ok === true ? history.value : undefined),
  }
}

function checksBehind(known: Known, { key, because }: PlanLine): readonly ConditionCheck[] {
  const account = known.state.account(key)
  return because.role === undefined || account === undefined ? [] : checksOf(known, because.role, account.subject, key)
}

export function notConnected(id: Id): TargetFailure {
  return {
    kind: 'denied',
    code: 'not-connected',
    message: `\`${id}\` is not connected: give it an address and credentials in writ.config.yaml`,
  }
}

/** SHA-256 of a text, 64 hex digits. */
export function textHash({ outside }: Pick<Instance, 'outside'>): (text: string) => string {
  return hashText(outside.hashing)
}
