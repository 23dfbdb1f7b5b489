import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import { restoreGrants, type RestoreAnswer } from '../../workflow/restore-grants.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, type Command } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const restoreCommand: Command = {
  help: `Puts who holds what back to the state after the entry SEQ, all of it or nothing; the targets follow with \`writ plan\` and \`writ apply\`. For the hour after somebody turned against the others: \`writ log\` tells the last entry that was right.
Those may who together could undo each part of it by the charter; where it takes several, each gives the same command within a day. What has run out, what departed, suspended or erased people held, and what the present charter does not allow is listed and does not come back. The charter itself, suspensions and accounts stay as they are.`,
  options: {
    to: { type: 'string', value: 'SEQ', help: 'the entry whose state is meant' },
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    'dry-run': { type: 'boolean', help: 'only say what would be done' },
    key: { type: 'string', value: 'TEXT', help: 'idempotency key' },
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 0],
  async run(invocation) {
    const to = entryNumber(required(invocation, 'to'))
    const dryRun = invocation.flag('dry-run')
    const reason = dryRun ? (invocation.text('reason') ?? '') : required(invocation, 'reason')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const answer = await restoreGrants(instance, { key: invocation.text('key') ?? randomUUID(), caller, to, reason, dryRun })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { to, ...answer, entry: answer.entry ?? null })
      else invocation.io.out(`${[...linesOf(to, answer, dryRun), formatDecision(answer.decision, source)].join('\n')}\n`)
      return dryRun || answer.decision.allowed || answer.decision.outcome === 'pending' ? exit.fine : exit.findings
    })
  },
}

function linesOf(to: number, { decision, made, ended, renewed, left, asked }: RestoreAnswer, dryRun: boolean): readonly string[] {
  const done = decision.allowed && !dryRun
  const head = done
    ? `restored to entry ${to}; \`writ plan\` shows what the targets need`
    : decision.outcome === 'pending'
      ? `not yet: ${asked === 1 ? 'one person has' : `${asked} persons have`} asked for it`
      : decision.allowed
        ? `would restore to entry ${to}`
        : 'not restored'
  return [
    head,
    ...made.map((one) => `  ${done ? 'given again' : 'gives again'}: ${terminalText(one)}`),
    ...ended.map((one) => `  ${done ? 'ended' : 'ends'}: ${terminalText(one)}`),
    ...renewed.map((one) => `  ${terminalText(one)}`),
    ...left.map(({ what, why }) => `  does not come back: ${terminalText(what)}: ${terminalText(why, 300)}`),
  ]
}
