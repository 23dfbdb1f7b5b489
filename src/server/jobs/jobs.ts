import { addDuration } from '../../kernel/duration.ts'
import { instant, type Instant } from '../../kernel/instant.ts'
import { effectiveMode } from '../../reconcile/modes.ts'
import { applyTarget } from '../../workflow/apply-target.ts'
import { jobOrigin } from '../../workflow/caller.ts'
import { carryOutDue } from '../../workflow/carry-out-due.ts'
import type { Instance } from '../../workflow/instance.ts'
import { planTargetNow } from '../../workflow/plan-target.ts'

/** How often targets are compared where the charter does not say (`targets.ID.sync`). */
export const USUAL_SYNC = { count: 30, unit: 'minute' } as const

export interface JobRun {
  readonly job: string
  /** One sentence for the operator; undefined = nothing to tell. */
  readonly text: string | undefined
}

/**
 * One round of the jobs, as \`writ:job:…\`: what is due, then every connected target whose time has come. When a target was last compared is kept
 * beside the ledger; a round that was missed is made up for by the next one. A target that fails keeps no other from its turn.
 */
export async function runJobs(instance: Instance, round: string, url: string | undefined): Promise<readonly JobRun[]> {
  const runs: JobRun[] = []
  const { done, held, remark } = await carryOutDue(instance, { key: `job/clock/${round}` })
  if (done.length > 0 || held.length > 0)
    runs.push({ job: 'clock', text: `${done.length} things were due${remark === undefined ? '' : `; ${remark}`}` })
  const { charter } = await instance.charters.inForce(instance.journal.state)
  for (const [id, block] of charter.targets) {
    if (instance.stopping?.() === true) break
    const job = `sync:${id}`
    // while everything is paused, plans are made and nothing is changed
    const { state } = instance.journal
    if (!instance.targets.has(id) || state.pauseOf(job) !== undefined || state.pauseOf('sync') !== undefined) continue
    const now = instance.outside.clock.now()
    const last = await instance.store.note(`job/${job}`)
    if (typeof last === 'number' && now < addDuration(instant(last), block.sync ?? USUAL_SYNC)) continue
    runs.push({ job, text: await sync(instance, id, `job/${job}/${round}`, url) })
    await instance.store.setNote(`job/${job}`, now satisfies Instant)
  }
  return runs
}

async function sync(instance: Instance, target: string, key: string, url: string | undefined): Promise<string | undefined> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const mode = effectiveMode(charter, instance.journal.state, target)
  const origin = jobOrigin('sync')
  const answer =
    mode === 'enforce'
      ? await applyTarget(instance, { key, origin, target, url })
      : await planTargetNow(instance, { key, origin, target, dryRun: mode === 'observe' })
  if (!answer.ok) return `${target}: ${answer.error.message}`
  const problems = 'members' in answer.value ? [...answer.value.accounts.problems, ...answer.value.members.problems] : []
  return problems.length === 0 ? undefined : `${target}: ${problems.join('; ')}`
}
