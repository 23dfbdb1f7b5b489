import type { Charter } from '../charter/model.ts'
import type { Decision } from '../decide/decision.ts'
import type { Effects } from '../decide/effect.ts'
import { refused } from '../decide/question.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { PlanRecord } from '../ledger/state.ts'
import { approveOnce } from '../reconcile/approve-once.ts'
import type { GuardVerdict } from '../reconcile/guard.ts'
import { parsePlanDocument, planDocument, type PlannedLines } from '../reconcile/plan-document.ts'
import { originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { lookAtAccounts } from './make-accounts.ts'
import { lookAtMembers } from './look-at-members.ts'
import { observeTarget, textHash } from './observe-target.ts'
import { prepareUndo } from './undo-run.ts'

export interface ApprovePlanCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry of the stopped plan. */
  readonly plan: number
  readonly reason: string
}

/**
 * Lets a stopped plan run once although a guard holds it: by a holder of `override-guard` who is not behind it. The target is looked at again
 * first: an approval binds to exactly this plan on exactly this observation.
 */
export async function approvePlan(instance: Instance, command: ApprovePlanCommand): Promise<Decision> {
  const record = instance.journal.state.plan(command.plan)
  const no = (text: string) => refused([{ clause: 'writ.override-guard', text }])
  if (record === undefined) return no(`entry ${command.plan} is no plan`)
  const document = await instance.store.document(record.hash)
  const plan = document === undefined ? undefined : parsePlanDocument(document)
  if (plan?.ok !== true) return no('the plan is no longer in the data folder')
  const seen = await lookAgain(instance, record, plan.value)
  if (!seen.ok) return no(`\`${record.target}\` could not be looked at: ${seen.error}`)
  const { charter, effects, verdicts, hash } = seen.value
  if (hash !== record.hash)
    return no(`\`${record.target}\` or the decisions changed since; make a new plan with \`writ plan ${record.target}\``)
  const { actor } = command.caller
  if (plan.value.undoes !== undefined && actor.kind === 'person' && (await askedFor(instance, record)).includes(`subject:${actor.subject}`))
    return no('another person has to: you asked for this undo')
  const answer = await instance.journal.command(command.key, originOf(command.caller), (state, moment) => {
    const { drafts, ...decision } = approveOnce({
      charter,
      state,
      effects,
      record: state.plan(command.plan) ?? record,
      plan: plan.value,
      verdicts,
      actor,
      reason: command.reason,
      now: moment,
    })
    return { drafts, answer: json(decision) }
  })
  return answer as unknown as Decision
}

interface SecondLook {
  readonly charter: Charter
  readonly effects: Effects
  readonly verdicts: readonly GuardVerdict[]
  /** Hash of the plan that would be made now. */
  readonly hash: string
}

async function lookAgain(
  instance: Instance,
  record: PlanRecord,
  { undoes, members, accounts }: PlannedLines,
): Promise<Result<SecondLook, string>> {
  if (members !== undefined || accounts !== undefined) {
    const seen = await (members === undefined ? lookAtAccounts : lookAtMembers)(instance, record.target)
    if (!seen.ok) return seen
    return seen.value === undefined ? err('it is no longer asked for') : ok(seen.value)
  }
  if (undoes === undefined) {
    const seen = await observeTarget(instance, record.target)
    return seen.ok ? ok({ ...seen.value, hash: textHash(instance)(planDocument(seen.value.plan)) }) : err(seen.error.message)
  }
  const undone = instance.journal.state.plan(undoes)
  return undone === undefined ? err(`entry ${undoes} is no plan`) : prepareUndo(instance, undone)
}

/** Who made a plan: for an undo that person is its cause. */
async function askedFor(instance: Instance, record: PlanRecord): Promise<readonly string[]> {
  const [entry] = await instance.journal.entries(record.id, 1)
  const origin = entry === undefined || entry.type === 'sealed' ? undefined : entry.origin
  if (origin === undefined) return []
  return origin.actedFor === undefined ? [origin.identity] : [origin.identity, `subject:${origin.actedFor}`]
}
