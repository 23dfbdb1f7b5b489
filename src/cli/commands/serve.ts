import { isLoopback } from '../../server/hosts.ts'
import type { Writer } from '../../server/serving.ts'
import { dataOption, exit, UsageError, type Command } from '../command.ts'
import { readSettings } from '../open-instance.ts'
import { startJobs } from '../serve-jobs.ts'
import { PATIENCE_MS, servePages } from '../serve-pages.ts'
import { whileUnfounded } from '../set-up-in-browser.ts'

export const serveCommand: Command = {
  help: `Serves pages that only show: the matrix, people, roles, the log and its feed, the charter; each as data at its path and \`.json\`.
Programs ask and act under \`/api/v1\` with a token (\`writ token make\`).
Once a minute it carries out what is due (\`writ due\`) and compares each connected target when its time has come (\`sync\` of the charter, else every 30 minutes).
A folder without a ledger is set up in the browser first: \`/setup\` asks for the one-time token in DIR/setup.token (mode 0600, an hour, a new one at each start). A folder that is not there is made, and said so, only where it listens on this machine alone.
Other commands may write to the folder meanwhile. Prints one line \`listening on http://…\` when ready; SIGTERM and Ctrl-C end it: a run that is under way goes on for a while, then stops between two accounts; the next one goes on there.
Where readers reach it by another name than HOST:PORT, say so with \`url\` in writ.config.yaml; requests for unknown names are refused.`,
  options: {
    host: { type: 'string', value: 'H', help: 'address to listen on (default: WRIT_HOST, else 127.0.0.1)' },
    port: { type: 'string', value: 'P', help: 'port to listen on (default: WRIT_PORT, else 8420; 0 = any free one)' },
    'no-jobs': { type: 'boolean', help: 'carry out nothing that falls due, compare no target' },
    patience: {
      type: 'string',
      value: 'SECONDS',
      help: 'how long work under way may go on once asked to end (default: 20); then it stops between two steps',
    },
    ...dataOption,
  },
  json: false,
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    if (!isLoopback(settings.host))
      invocation.io.err(
        `writ: warning: others can reach ${settings.host}; the pages are public and unencrypted, put a proxy with TLS before them\n`,
      )
    const meanwhile = invocation.flag('no-jobs') ? undefined : (write: Writer) => startJobs(settings, invocation.io, write)
    const patience = patienceOf(invocation.text('patience'))
    await whileUnfounded(settings, invocation.io, (setup) =>
      servePages(settings, invocation.io, { meanwhile, patience, ...(setup === undefined ? {} : { setup }) }),
    )
    return exit.fine
  },
}

function patienceOf(text: string | undefined): number {
  if (text === undefined) return PATIENCE_MS
  if (!/^\d{1,4}$/.test(text)) throw new UsageError(`--patience: \`${text}\` is no number of seconds`)
  return Number(text) * 1000
}
