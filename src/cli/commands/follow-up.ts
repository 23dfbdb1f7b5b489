import { randomUUID } from 'node:crypto'
import { carryOutDue } from '../../workflow/carry-out-due.ts'
import { followUp } from '../../workflow/follow-up.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, UsageError, type Command } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const followUpCommand: Command = {
  help: 'Somebody whom the charter names (`follow_up`) looked whether the access of grant ENTRY works, and says so. With `fails` it stays open. Where the role has terms it is done once the holder accepted them too (`writ terms`).',
  options: { note: { type: 'string', value: 'TEXT', help: 'what was seen' }, ...callerOptions, ...dataOption },
  words: [2, 2],
  async run(invocation) {
    const [entry = '', word = ''] = invocation.positionals
    if (word !== 'works' && word !== 'fails') throw new UsageError(`take works or fails, not \`${word}\``)
    const grant = entryNumber(entry)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const said = { key: randomUUID(), caller, grant, works: word === 'works', note: invocation.text('note') }
      const decision = await followUp(instance, said)
      if (decision.allowed) await carryOutDue(instance, { key: `due/${randomUUID()}` })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { decision })
      else invocation.io.out(`${decision.allowed ? 'recorded' : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}
