import type { Charter, Id } from '../charter/model.ts'
import { effectsNow, noEffects, type Effects } from '../decide/effect.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { draft } from '../ledger/entry.ts'
import type { PlanRecord } from '../ledger/state.ts'
import { isApproved } from '../reconcile/approve-once.ts'
import type { GuardVerdict } from '../reconcile/guard.ts'
import { judge } from '../reconcile/guards.ts'
import { planDocument, parsePlanDocument } from '../reconcile/plan-document.ts'
import type { PlanLine } from '../reconcile/plan-value.ts'
import { revisionOf } from '../reconcile/revision.ts'
import { scopeOf } from '../reconcile/scope.ts'
import type { Target } from '../reconcile/target.ts'
import { undoPlan, type Undo } from '../reconcile/undo.ts'
import { json } from './answer.ts'
import { carryOut, type AppliedPlan } from './apply-target.ts'
import { originOf, type Caller } from './caller.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { refusalToRun } from './may-run.ts'
import { notConnected, textHash } from './observe-target.ts'
import { pausedFailure } from './pause.ts'

export interface UndoCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry of the plan to be undone. */
  readonly plan: number
  readonly target: Id
}

export interface UndoAnswer {
  readonly applied: AppliedPlan | undefined
  readonly remark: string
  readonly skipped: readonly { readonly account: string; readonly group: string; readonly text: string }[]
}

/**
 * Takes back what a plan did to a target, as a new plan that is guarded, applied and read back like any other. The ledger's grants stay. An undo
 * that a guard stops runs when it is asked for again within the hour after another person approved it.
 */
export async function undoRun(instance: Instance, command: UndoCommand): Promise<Result<UndoAnswer, string>> {
  const origin = originOf(command.caller)
  const refusal = await refusalToRun(instance, origin)
  if (refusal !== undefined) return err(refusal.message)
  const paused = pausedFailure(instance.journal.state)
  if (paused !== undefined) return err(paused.message)
  const record = instance.journal.state.plan(command.plan)
  if (record === undefined || record.target !== command.target || (record.closed !== 'applied' && record.closed !== 'partly'))
    return err(`entry ${command.plan} is no plan that was applied to \`${command.target}\``)
  const prepared = await prepareUndo(instance, record)
  if (!prepared.ok) return prepared
  const { charter, undo, verdicts, text, hash, target } = prepared.value
  const ceiling = charter.targets.get(command.target)?.mode
  const mode = instance.journal.state.modeOf(command.target) ?? 'observe'
  // A lower mode that an undo itself set does not hold back another one: what is undone is named by a person, not by the ledger's grants.
  if (ceiling !== 'enforce' || mode === 'observe')
    return err(`\`${command.target}\` is in mode \`${mode === 'observe' ? mode : ceiling}\`: nothing is written to it`)
  const { actor } = command.caller
  // The ledger says that they shall not have it: nobody restores what was taken from themselves.
  const own = ({ key, change }: PlanLine) =>
    actor.kind === 'person' && change.kind !== 'remove' && instance.journal.state.account(key)?.subject === actor.subject
  if (undo.plan.lines.some(own)) return err('another person has to: it gives something back to you')
  const skipped = undo.plan.skipped.map(({ key, group, text: why }) => ({ account: key, group, text: why }))
  if (undo.plan.lines.length === 0)
    return ok({ applied: undefined, remark: 'nothing of it stands as it was left; there is nothing to undo', skipped })
  const answer = await instance.journal.command(`${command.key}/undo`, origin, (state, now, next) => {
    const waiting = state.openPlans(command.target).find((one) => one.hash === hash)
    const approved = waiting !== undefined && isApproved(waiting, hash, undo.plan.revision, now)
    if (waiting !== undefined && approved && verdicts.every(({ overridable }) => overridable))
      return { drafts: [], answer: json({ entry: waiting.id, approved }) }
    const made = draft('plan.made', {
      target: command.target,
      plan: hash,
      lines: undo.plan.lines.length,
      urgency: 'routine',
      state: verdicts.length > 0 ? 'stopped' : 'ready',
      ...(verdicts.length > 0 ? { guards: [...new Set(verdicts.map(({ guard }) => guard))] } : {}),
    })
    const answered = json({ entry: next + undo.drafts.length, approved: false })
    return { drafts: [...undo.drafts, made], documents: new Map([[hash, text]]), answer: answered }
  })
  const { entry, approved } = answer as { readonly entry: number; readonly approved: boolean }
  const plan = { entry, hash, plan: undo.plan, verdicts, approved }
  if (verdicts.length > 0 && !approved) return ok({ applied: { plan, outcome: undefined }, remark: undo.remark, skipped })
  const outcome = await carryOut(instance, { key: command.key, origin, target: command.target, url: undefined }, target, plan, 'undo')
  return ok({ applied: { plan, outcome }, remark: undo.remark, skipped })
}

export interface PreparedUndo {
  readonly charter: Charter
  readonly effects: Effects
  readonly target: Target
  readonly undo: Undo
  readonly verdicts: readonly GuardVerdict[]
  /** The document of the inverse plan and its SHA-256. */
  readonly text: string
  readonly hash: string
}

/** What undoing a plan would do to the target as it stands now. Nothing is written. */
export async function prepareUndo(instance: Instance, record: PlanRecord): Promise<Result<PreparedUndo, string>> {
  const document = await instance.store.document(record.hash)
  const undone = document === undefined ? err('the plan is no longer in the data folder') : parsePlanDocument(document)
  if (!undone.ok) return undone
  const target = instance.targets.get(record.target)
  if (target === undefined) return err(notConnected(record.target).message)
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const facts = await readFacts(instance)
  const effectsOf = () => effectsNow(knownNow(charter, instance.journal.state, instance.outside.clock.now(), facts))
  const ownOf = (effects: Effects) => effects.targets.get(record.target) ?? noEffects
  const scope = scopeOf(charter, record.target, ownOf(effectsOf()), instance.journal.state.targetState(record.target))
  // Whoever lost their last group by the plan is in no group now and would not be listed.
  const concerned = undone.value.lines.map(({ account }) => account.id)
  const read = await target.read({ ...scope, accounts: [...new Set([...scope.accounts, ...concerned])] })
  if (!read.ok) return err(read.error.message)
  const effects = effectsOf()
  const { state } = instance.journal
  const observed = read.value
  const hash = textHash(instance)
  const now = instance.outside.clock.now()
  const undo = undoPlan(
    {
      charter,
      target: record.target,
      state,
      effects: ownOf(effects),
      observed,
      revision: revisionOf(observed, hash),
      now,
      protect: new Set(observed.connector === undefined ? [] : [observed.connector.account]),
      expiry: target.capabilities.expiry,
    },
    undone.value,
    record,
  )
  const connector = observed.connector === undefined ? {} : { connector: observed.connector }
  const verdicts = judge(undo.plan, { charter, state, effects, observed, now, ...connector })
  const text = planDocument(undo.plan)
  return ok({ charter, effects, target, undo, verdicts, text, hash: hash(text) })
}
