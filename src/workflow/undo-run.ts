import { effectsNow, noEffects } from '../decide/effect.ts'
import type { Id } from '../charter/model.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { judge } from '../reconcile/guards.ts'
import { planDocument, parsePlanDocument } from '../reconcile/plan-document.ts'
import { revisionOf } from '../reconcile/revision.ts'
import { scopeOf } from '../reconcile/scope.ts'
import { undoPlan } from '../reconcile/undo.ts'
import { draft } from '../ledger/entry.ts'
import { carryOut } from './apply-target.ts'
import { originOf, type Caller } from './caller.ts'
import { readFacts } from './facts.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { refusalToRun } from './may-run.ts'
import { notConnected, textHash } from './observe-target.ts'
import type { AppliedPlan } from './apply-target.ts'

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

/** Takes back what a plan did to a target, as a new plan that is guarded, applied and read back like any other. The ledger's grants stay. */
export async function undoRun(instance: Instance, command: UndoCommand): Promise<Result<UndoAnswer, string>> {
  const { state } = instance.journal
  const record = state.plan(command.plan)
  if (record === undefined || record.target !== command.target || (record.closed !== 'applied' && record.closed !== 'partly'))
    return err(`entry ${command.plan} is no plan that was applied to \`${command.target}\``)
  const document = await instance.store.document(record.hash)
  const undone = document === undefined ? err('the plan is no longer in the data folder') : parsePlanDocument(document)
  if (!undone.ok) return undone
  const refusal = await refusalToRun(instance, originOf(command.caller))
  if (refusal !== undefined) return err(refusal.message)
  const target = instance.targets.get(command.target)
  if (target === undefined) return err(notConnected(command.target).message)
  const { charter } = await instance.charters.inForce(state)
  const ceiling = charter.targets.get(command.target)?.mode
  const mode = state.modeOf(command.target)
  // A lower mode that an undo itself set does not hold back another one: what is undone is named by a person, not by the ledger's grants.
  if (ceiling !== 'enforce' || (mode ?? 'observe') === 'observe')
    return err(`\`${command.target}\` is only ${mode === 'observe' ? 'observed' : `in mode \`${ceiling}\``}: nothing is written to it`)
  const now = instance.outside.clock.now()
  const effects = effectsNow(knownNow(charter, state, now, await readFacts(instance)))
  const own = effects.targets.get(command.target) ?? noEffects
  const read = await target.read(scopeOf(charter, command.target, own, state.targetState(command.target)))
  if (!read.ok) return err(read.error.message)
  const hash = textHash(instance)
  const protect = new Set(read.value.connector === undefined ? [] : [read.value.connector.account])
  const input = {
    charter,
    target: command.target,
    state,
    effects: own,
    observed: read.value,
    revision: revisionOf(read.value, hash),
    now,
    protect,
    expiry: target.capabilities.expiry,
  }
  const undo = undoPlan(input, undone.value, record)
  const skipped = undo.plan.skipped.map(({ key, group, text }) => ({ account: key, group, text }))
  if (undo.plan.lines.length === 0)
    return ok({ applied: undefined, remark: 'nothing of it stands as it was left; there is nothing to undo', skipped })
  const verdicts = judge(undo.plan, {
    charter,
    state,
    effects,
    observed: read.value,
    now,
    ...(read.value.connector === undefined ? {} : { connector: read.value.connector }),
  })
  const text = planDocument(undo.plan)
  const stopped = verdicts.length > 0
  const answer = await instance.journal.command(`${command.key}/undo`, originOf(command.caller), (_state, _now, next) => {
    const made = draft('plan.made', {
      target: command.target,
      plan: hash(text),
      lines: undo.plan.lines.length,
      urgency: 'routine',
      state: stopped ? 'stopped' : 'ready',
      ...(stopped ? { guards: [...new Set(verdicts.map(({ guard }) => guard))] } : {}),
    })
    return { drafts: [...undo.drafts, made], documents: new Map([[hash(text), text]]), answer: json({ entry: next + undo.drafts.length }) }
  })
  const plan = { entry: (answer as { readonly entry: number }).entry, hash: hash(text), plan: undo.plan, verdicts, approved: false }
  if (stopped) return ok({ applied: { plan, outcome: undefined }, remark: undo.remark, skipped })
  const outcome = await carryOut(
    instance,
    { key: command.key, origin: originOf(command.caller), target: command.target, url: undefined },
    target,
    plan,
    'undo',
  )
  return ok({ applied: { plan, outcome }, remark: undo.remark, skipped })
}
