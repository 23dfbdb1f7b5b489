import { randomUUID } from 'node:crypto'
import { answerNotice } from '../../workflow/review/answer-notice.ts'
import { carryOutDue } from '../../workflow/carry-out-due.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, UsageError, type Command } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const answerCommand: Command = {
  help: 'The holder of a grant answers what entry ENTRY asked: whether a role that lies unused, or that somebody is about to take with notice, is still needed. `let-go` ends it at once. Where the question is only whether it is still needed, `keep` stops the removal, and whoever asked decides anew.',
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'the answer in words' },
    ...callerOptions,
    ...dataOption,
  },
  words: [2, 2],
  async run(invocation) {
    const [word = '', entry = ''] = invocation.positionals
    if (word !== 'keep' && word !== 'let-go') throw new UsageError(`take keep or let-go, not \`${word}\``)
    const [notice, text] = [entryNumber(entry), required(invocation, 'reason')]
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const decision = await answerNotice(instance, { key: randomUUID(), caller, notice, keep: word === 'keep', text })
      if (decision.allowed) await carryOutDue(instance, { key: `due/${randomUUID()}` })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { decision })
      else invocation.io.out(`${decision.allowed ? 'answered' : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}
