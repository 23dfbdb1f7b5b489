import type { Charter, Id } from '../charter/model.ts'
import { effectsNow, type Effects } from '../decide/effect.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { judgeRemovals } from '../reconcile/members/member-guards.ts'
import { memberPlan } from '../reconcile/members/member-plan.ts'
import type { MemberLine } from '../reconcile/members/plan-members.ts'
import { planDocument } from '../reconcile/plan-document.ts'
import { withRetry } from '../reconcile/retry.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { memberLines } from './member-lines.ts'
import { notConnected, textHash } from './observe-target.ts'
import type { SideLook } from './stopped-plan.ts'

/** Members of a target as they were seen, and what would become of them. */
export interface MembersLook extends SideLook {
  readonly charter: Charter
  readonly effects: Effects
  readonly lines: readonly MemberLine[]
}

/** Reads the members of a target; undefined = its charter says nothing of who may be one, or it does not tell of them. Nothing is written. */
export async function lookAtMembers(instance: Instance, id: Id): Promise<Result<MembersLook | undefined, string>> {
  const target = instance.targets.get(id)
  if (target === undefined) return err(notConnected(id).message)
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const block = charter.targets.get(id)?.members
  const { members } = target
  if (members === undefined || block === undefined || (block.requires.length === 0 && block.inactive === undefined)) return ok(undefined)
  const facts = await readFacts(instance)
  const seen = await withRetry(() => members.list(), instance.sleep)
  if (!seen.ok) return err(seen.error.message)
  const { state } = instance.journal
  const known = knownNow(charter, state, instance.outside.clock.now(), facts)
  const lines = memberLines(known, id, seen.value)
  const plan = memberPlan(id, seen.value, lines, textHash(instance))
  const text = planDocument(plan)
  return ok({
    charter,
    effects: effectsNow(known),
    lines,
    verdicts: judgeRemovals(charter, state, id, lines),
    plan,
    text,
    hash: textHash(instance)(text),
  })
}
