import { stat } from 'node:fs/promises'
import { storeFile } from '../../config/data-folder.ts'
import { isLoopback } from '../../server/hosts.ts'
import { dataOption, exit, StopError, type Command } from '../command.ts'
import { readSettings } from '../open-instance.ts'
import { startJobs } from '../serve-jobs.ts'
import { servePages } from '../serve-pages.ts'

export const serveCommand: Command = {
  help: `Serves pages that only show: the matrix, people, roles, the log and its feed, the charter; each as data at its path and \`.json\`.
Programs ask and act under \`/api/v1\` with a token (\`writ token make\`).
Once a minute it carries out what is due (\`writ due\`) and compares each connected target when its time has come (\`sync\` of the charter, else every 30 minutes).
Other commands may write to the folder meanwhile. Prints one line \`listening on http://…\` when ready; SIGTERM and Ctrl-C end it.
Where readers reach it by another name than HOST:PORT, say so with \`url\` in writ.config.yaml; requests for unknown names are refused.`,
  options: {
    host: { type: 'string', value: 'H', help: 'address to listen on (default: WRIT_HOST, else 127.0.0.1)' },
    port: { type: 'string', value: 'P', help: 'port to listen on (default: WRIT_PORT, else 8420; 0 = any free one)' },
    'no-jobs': { type: 'boolean', help: 'carry out nothing that falls due, compare no target' },
    ...dataOption,
  },
  json: false,
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    if ((await stat(storeFile(settings.data)).catch(() => undefined)) === undefined)
      throw new StopError(
        `writ: \`${settings.data}\` holds no ledger; \`writ setup CHARTER --data ${settings.data}\` makes one, \`--data\` names another folder`,
        exit.usage,
      )
    if (!isLoopback(settings.host))
      invocation.io.err(
        `writ: warning: others can reach ${settings.host}; the pages are public and unencrypted, put a proxy with TLS before them\n`,
      )
    await servePages(settings, invocation.io, invocation.flag('no-jobs') ? undefined : (write) => startJobs(settings, invocation.io, write))
    return exit.fine
  },
}
