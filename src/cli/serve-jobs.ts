import { randomUUID } from 'node:crypto'
import type { Settings } from '../config/settings.ts'
import { terminalText } from '../render/terminal.ts'
import { runJobs } from '../server/jobs/jobs.ts'
import { startScheduler, type Scheduler } from '../server/jobs/scheduler.ts'
import type { Io } from './command.ts'
import { withInstance } from './open-instance.ts'

const A_MINUTE = 60_000

/** Runs the jobs of an installation while its pages are served. The ledger is held only while a round runs, so that commands get their turn. */
export function startJobs(settings: Settings, io: Io): Scheduler {
  return startScheduler(
    () => withInstance(settings, {}, (instance) => runJobs(instance, randomUUID(), settings.url)),
    A_MINUTE,
    (text) => io.err(`${terminalText(text, 500)}\n`),
  )
}
