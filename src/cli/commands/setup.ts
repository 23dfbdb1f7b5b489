import { charterDocument } from '../../workflow/charter-document.ts'
import { AlreadySetUpError } from '../../workflow/set-up.ts'
import { needCharter } from '../charter-files.ts'
import { dataOption, exit, required, StopError, type Command } from '../command.ts'
import { found } from '../found.ts'
import { readSettings } from '../open-instance.ts'
import { readRoster } from '../roster-file.ts'
import { printJson } from '../print-json.ts'
import { terminalText } from '../../render/terminal.ts'

export const setupCommand: Command = {
  help: `Writes the first entries of a new ledger. ROLE must give a right to run Writ (\`apply\` on the target \`writ\`).
The roster says who else holds what on day one; holders that a target already has are taken in later by \`writ adopt\`.
The administrator's bearer token is written to DIR/administrator.token (mode 0600) and shown nowhere. The key that the log is signed with is made too; its public part is printed.
\`writ serve\` does the same in the browser, where DIR has no ledger yet.`,
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
    const demo = invocation.flag('demo')
    const {
      token: _secret,
      code: _code,
      ...shown
    } = await found(settings, {
      document: charterDocument(files),
      source,
      demo,
      administrator: { handle, role },
      founders,
    }).catch((error: unknown) => {
      throw error instanceof AlreadySetUpError ? new StopError(`writ: ${error.message}`) : error
    })
    if (invocation.flag('json')) printJson(invocation.io, shown)
    else
      invocation.io.out(
        [
          `set up \`${terminalText(settings.data)}\`: ${shown.people} people, ${shown.grants} founding grants`,
          `the token of ${terminalText(handle)} is in ${terminalText(shown.tokenFile)}`,
          shown.vkey === null
            ? 'note: the log is not signed; `writ log key make` says why'
            : `the log is signed with a key; tell the public key to whoever is to check it: ${terminalText(shown.vkey, 400)}`,
          'to log in with a browser: `writ token make --scope login --person HANDLE --output FILE`, then /login',
          ...shown.remarks.map((remark) => `note: ${terminalText(remark, 400)}`),
          '',
        ].join('\n'),
      )
    return exit.fine
  },
}
