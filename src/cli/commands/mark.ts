import { randomUUID } from 'node:crypto'
import { markChange } from '../../workflow/trouble/mark.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, type Command } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const markCommand: Command = {
  help: 'ENTRY gave a role or took one. Once it is marked (an office action), only those whom the mark names in the charter may reverse it; what others change on a target is put back.',
  options: {
    mark: { type: 'string', value: 'MARK', help: 'the mark, by its id in the charter' },
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    key: { type: 'string', value: 'TEXT', help: 'idempotency key: the same command with the same key is done once' },
    ...callerOptions,
    ...dataOption,
  },
  words: [1, 1],
  async run(invocation) {
    const entry = entryNumber(invocation.positionals[0] ?? '')
    const mark = required(invocation, 'mark')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const decision = await markChange(instance, {
        key: invocation.text('key') ?? randomUUID(),
        caller: await callerOf(invocation, instance),
        entry,
        mark,
        reason: invocation.text('reason'),
      })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { decision })
      else invocation.io.out(`${decision.allowed ? `entry ${entry} is marked` : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}
