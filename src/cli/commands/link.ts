import { randomUUID } from 'node:crypto'
import type { AccountKind } from '../../charter/model.ts'
import { linkAccount } from '../../workflow/link-account.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, UsageError, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'
import { formatDecision } from '../print-decision.ts'

const KINDS: readonly AccountKind[] = ['staff', 'personal', 'bot', 'service']

export const linkCommand: Command = {
  help: `Rights take effect on accounts that are linked to a person. \`writ setup --roster\` links those that are there, \`writ grant\` those of a newcomer, \`writ adopt\`
makes a person of each account nobody knows. Equal names prove nothing: everything else is linked by this command, on the word of the operator or of a
holder of the right \`link-accounts\` on \`writ\`.`,
  options: {
    person: { type: 'string', value: 'HANDLE', help: 'whose account it is' },
    kind: {
      type: 'string',
      value: 'K',
      help: 'staff, personal, bot or service (default: personal, or the only kind that the charter has)',
    },
    ...callerOptions,
    ...dataOption,
  },
  words: [2, 2],
  async run(invocation) {
    const [target = '', account = ''] = invocation.positionals
    const handle = required(invocation, 'person')
    const word = invocation.text('kind')
    const kind = KINDS.find((one) => one === word)
    if (word !== undefined && kind === undefined) throw new UsageError(`\`${word}\` is no kind of account; take ${KINDS.join(', ')}`)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const decision = await linkAccount(instance, {
        key: randomUUID(),
        caller: await callerOf(invocation, instance),
        handle,
        target,
        account,
        kind,
      })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { decision })
      else invocation.io.out(`${decision.allowed ? 'linked' : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}
