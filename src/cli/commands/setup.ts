import { chmod, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { charterDocument } from '../../workflow/charter-document.ts'
import { setUp, SetUpFailedError, SetUpRefusedError } from '../../workflow/set-up.ts'
import { needCharter } from '../charter-files.ts'
import { dataOption, exit, required, StopError, type Command } from '../command.ts'
import { operatorName, readSettings, withInstance } from '../open-instance.ts'
import { readRoster } from '../roster-file.ts'
import { printJson } from '../print-json.ts'
import { terminalText } from '../../render/terminal.ts'

export const setupCommand: Command = {
  help: `Writes the first entries of a new ledger. ROLE must give a right to run Writ (\`apply\` on the target \`writ\`).
The roster says who else holds what on day one; holders that a target already has are taken in later by \`writ adopt\`.
The administrator's bearer token is written to DIR/administrator.token (mode 0600) and shown nowhere.`,
  options: {
    administrator: { type: 'string', value: 'HANDLE', help: 'the first person with rights on Writ itself' },
    role: { type: 'string', value: 'ROLE', help: 'the role they hold' },
    roster: { type: 'string', value: 'FILE', help: 'founding holders' },
    demo: { type: 'boolean', help: 'a folder for demonstration: invented people, `--as HANDLE` allowed' },
    ...dataOption,
  },
  words: [1, 1],
  async run(invocation) {
    const path = invocation.positionals[0] ?? ''
    const [handle, role] = [required(invocation, 'administrator'), required(invocation, 'role')]
    const { files, source } = await needCharter(path)
    const founders = await readRoster(invocation.text('roster'), source.charter)
    const settings = await readSettings(invocation)
    const tokenFile = join(settings.data, 'administrator.token')
    if ((await stat(tokenFile).catch(() => undefined)) !== undefined)
      throw new StopError(`writ: \`${terminalText(tokenFile)}\` exists: this folder was set up before`)
    return withInstance(settings, { create: true, charter: source.charter, demo: invocation.flag('demo') }, async (instance) => {
      try {
        const answer = await setUp(instance, {
          document: charterDocument(files),
          source,
          demo: invocation.flag('demo'),
          name: basename(settings.data),
          operator: operatorName(),
          administrator: { handle, role },
          founders,
        })
        await writeFile(tokenFile, `${answer.token}\n`, { mode: 0o600, flag: 'wx' })
        await chmod(tokenFile, 0o600)
        const { token: _secret, ...shown } = answer
        if (invocation.flag('json')) printJson(invocation.io, { ...shown, tokenFile })
        else
          invocation.io.out(
            [
              `set up \`${terminalText(settings.data)}\`: ${answer.people} people, ${answer.grants} founding grants`,
              `the token of ${terminalText(handle)} is in ${terminalText(tokenFile)}`,
              'to log in with a browser: `writ token make --scope login --person HANDLE --output FILE`, then /login',
              ...answer.remarks.map((remark) => `note: ${terminalText(remark, 400)}`),
              '',
            ].join('\n'),
          )
        return exit.fine
      } catch (error) {
        if (error instanceof SetUpFailedError) throw new StopError(`writ: ${terminalText(error.message, 500)}`, exit.unavailable)
        if (error instanceof SetUpRefusedError) throw new StopError(`writ: ${terminalText(error.message, 500)}`)
        throw error
      }
    })
  },
}
