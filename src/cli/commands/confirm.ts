import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import { confirmTarget } from '../../workflow/confirm-target.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const confirmCommand: Command = {
  help: 'Where a target comes `after` this one, nothing reaches it until this one ran clean and somebody whom the charter names logged in, looked and says so. Each new charter and each `writ mode` of this target asks for it anew.',
  options: { note: { type: 'string', value: 'TEXT', help: 'what was seen' }, ...callerOptions, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const [target = ''] = invocation.positionals
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const decision = await confirmTarget(instance, {
        key: randomUUID(),
        caller: await callerOf(invocation, instance),
        target,
        note: invocation.text('note'),
      })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { target, decision })
      else
        invocation.io.out(
          `${decision.allowed ? `${terminalText(target)} works` : `refused: nothing is said of ${terminalText(target)}`}\n${formatDecision(decision, source)}\n`,
        )
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}
