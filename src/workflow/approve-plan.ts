import { approveOnce } from '../reconcile/approve-once.ts'
import type { Decision } from '../decide/decision.ts'
import { refused } from '../decide/question.ts'
import { parsePlanDocument, planDocument } from '../reconcile/plan-document.ts'
import { originOf, type Caller } from './caller.ts'
import { json } from './answer.ts'
import type { Instance } from './instance.ts'
import { observeTarget, textHash } from './observe-target.ts'

export interface ApprovePlanCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry of the stopped plan. */
  readonly plan: number
  readonly reason: string
}

/**
 * Lets a stopped plan run once although a guard holds it: by a holder of `override-guard` who is not behind the plan. The target is looked at again
 * first: an approval binds to exactly this plan on exactly this observation.
 */
export async function approvePlan(instance: Instance, command: ApprovePlanCommand): Promise<Decision> {
  const record = instance.journal.state.plan(command.plan)
  const no = (text: string) => refused([{ clause: 'writ.override-guard', text }])
  if (record === undefined) return no(`entry ${command.plan} is no plan`)
  const document = await instance.store.document(record.hash)
  const plan = document === undefined ? undefined : parsePlanDocument(document)
  if (plan?.ok !== true) return no('the plan is no longer in the data folder')
  const seen = await observeTarget(instance, record.target)
  if (!seen.ok) return no(`\`${record.target}\` could not be looked at: ${seen.error.message}`)
  const { charter, effects, verdicts, plan: now } = seen.value
  if (textHash(instance)(planDocument(now)) !== record.hash)
    return no(`\`${record.target}\` or the decisions changed since; make a new plan with \`writ plan ${record.target}\``)
  const answer = await instance.journal.command(command.key, originOf(command.caller), (state, moment) => {
    const { drafts, ...decision } = approveOnce({
      charter,
      state,
      effects,
      record: state.plan(command.plan) ?? record,
      plan: plan.value,
      verdicts,
      actor: command.caller.actor,
      reason: command.reason,
      now: moment,
    })
    return { drafts, answer: json(decision) }
  })
  return answer as unknown as Decision
}
