import type { Settings } from '../config/settings.ts'
import { startScheduler, type Scheduler } from '../server/jobs/scheduler.ts'
import type { Writer } from '../server/serving.ts'
import { terminalText } from '../render/terminal.ts'
import type { Io } from './command.ts'
import { connectMailbox, sayTaken, takeMailbox } from './connect-mailbox.ts'

const A_MINUTE = 60_000
/** A server that refuses a login is not asked again and again: it might lock the account. */
const LONGEST_PAUSE = 60 * A_MINUTE

/** Reads the mailbox while the pages are served, beside the other jobs, for a mail server may be slow. The ledger is held for single steps only. */
export function startMailbox(settings: Settings, io: Io, write: Writer): Scheduler {
  let stopped = false
  let failures = 0
  let notBefore = 0
  const round = async () => {
    if (performance.now() < notBefore) return []
    const mailbox = await connectMailbox(settings)
    if (mailbox === undefined) return []
    const taken = await takeMailbox(settings, mailbox, write, () => stopped)
    failures = taken.problems.length === 0 ? 0 : failures + 1
    notBefore = failures === 0 ? 0 : performance.now() + Math.min(LONGEST_PAUSE, A_MINUTE * 2 ** (failures - 1))
    return [{ job: 'mailbox', text: sayTaken(taken) }]
  }
  const scheduler = startScheduler(round, A_MINUTE, (text) => io.err(`${terminalText(text, 1000)}\n`))
  return {
    stop() {
      stopped = true
      return scheduler.stop()
    },
  }
}
