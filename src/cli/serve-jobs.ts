import { randomUUID } from 'node:crypto'
import type { Settings } from '../config/settings.ts'
import { wordsAt } from '../notify/digest.ts'
import { terminalText } from '../render/terminal.ts'
import { runJobs } from '../server/jobs/jobs.ts'
import type { Writer } from '../server/serving.ts'
import { startScheduler, type Scheduler } from '../server/jobs/scheduler.ts'
import { deliver } from '../workflow/outbox/deliver.ts'
import type { Io } from './command.ts'
import { connectChannels } from './connect-channels.ts'
import { connectSigning, toldOf } from './connect-signing.ts'
import { startMailbox } from './serve-mailbox.ts'
import { publishCheckpoint } from '../workflow/signing/publish.ts'

const A_MINUTE = 60_000

/** Runs the jobs of an installation while its pages are served. The ledger is held only while a round runs, so that commands get their turn. */
export function startJobs(settings: Settings, io: Io, write: Writer): Scheduler {
  const schedulers = [startRounds(settings, io, write), ...(settings.mailbox === undefined ? [] : [startMailbox(settings, io, write)])]
  return { stop: async () => void (await Promise.all(schedulers.map((one) => one.stop()))) }
}

function startRounds(settings: Settings, io: Io, write: Writer): Scheduler {
  const signing = connectSigning(settings)
  let toldOfKey = false
  return startScheduler(
    async () => {
      const channels = await connectChannels(settings)
      return write(async (instance) => {
        const runs = await runJobs(instance, randomUUID(), settings.url)
        const { charter } = await instance.charters.inForce(instance.journal.state)
        const { failed, down } = await deliver(instance, channels, wordsAt({ site: charter.title, url: settings.url }))
        const published = await publishCheckpoint(instance, signing)
        // that there is no key is told once, for an installation may do without
        const unsigned = published.kind === 'keyless' && toldOfKey ? undefined : toldOf(published)
        toldOfKey = true
        const said = [...failed.map((text) => `given up: ${text}`), ...down.map((way) => `${way} does not answer`)]
        return [...runs, ...said.map((text) => ({ job: 'notices', text })), { job: 'log', text: unsigned }]
      })
    },
    A_MINUTE,
    (text) => io.err(`${terminalText(text, 500)}\n`),
  )
}
