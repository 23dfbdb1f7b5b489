import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import type { JobRun } from '../../server/jobs/jobs.ts'
import { startScheduler, type Scheduler } from '../../server/jobs/scheduler.ts'
import type { Writer } from '../../server/serving.ts'
import { effectiveMode } from '../../reconcile/modes.ts'
import { applyTarget } from '../../workflow/apply-target.ts'
import { jobOrigin } from '../../workflow/caller.ts'
import { publishCheckpoint } from '../../workflow/signing/publish.ts'
import type { Signing } from '../../workflow/signing/signed-log.ts'
import type { Io } from '../command.ts'
import { toldOf } from '../connect-signing.ts'

const PAUSE_MS = 2000

/** Carries out on the targets of a demonstration what people decide on its pages, within seconds: nobody who tries it waits for the next run. */
export function startDemoRuns(io: Io, write: Writer, signing: Signing): Scheduler {
  let seen = -1
  return startScheduler(
    () =>
      write(async (instance): Promise<readonly JobRun[]> => {
        if (instance.journal.size === seen) return []
        const { charter } = await instance.charters.inForce(instance.journal.state)
        const runs: JobRun[] = []
        for (const target of instance.targets.keys()) {
          if (effectiveMode(charter, instance.journal.state, target) !== 'enforce') continue
          const answer = await applyTarget(instance, { key: randomUUID(), origin: jobOrigin('sync'), target, url: undefined })
          runs.push({ job: `sync:${target}`, text: answer.ok ? undefined : `${target}: ${answer.error.message}` })
        }
        const published = await publishCheckpoint(instance, signing)
        runs.push({ job: 'log', text: published.kind === 'keyless' ? undefined : toldOf(published) })
        seen = instance.journal.size
        return runs
      }),
    PAUSE_MS,
    (text) => io.err(`${terminalText(text, 500)}\n`),
  )
}
