import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import { undoRun } from '../../workflow/undo-run.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, StopError, type Command } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { outcomeJson } from '../json-shapes.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'

export const undoCommand: Command = {
  help: `ENTRY is the number of an applied plan. Its inverse is made, guarded, applied and read back like any plan. The ledger's grants stay as they are:
the target is set to \`propose\`, so that the next plan does not simply do it again.`,
  options: { ...callerOptions, ...dataOption },
  words: [2, 2],
  async run(invocation) {
    const [target = '', word = ''] = invocation.positionals
    const plan = entryNumber(word)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const answer = await undoRun(instance, {
        key: randomUUID(),
        caller: await callerOf(invocation, instance),
        target,
        plan,
      })
      if (!answer.ok) throw new StopError(`writ: ${terminalText(answer.error, 400)}`)
      const { applied, remark, skipped } = answer.value
      if (invocation.flag('json'))
        printJson(invocation.io, { target, entry: applied?.plan.entry ?? null, outcome: outcomeJson(applied?.outcome), remark, skipped })
      else {
        for (const one of skipped)
          invocation.io.out(`left: ${terminalText(one.account)} in ${terminalText(one.group)}: ${terminalText(one.text)}\n`)
        if (applied !== undefined)
          invocation.io.out(
            applied.outcome === undefined
              ? `plan ${applied.plan.entry} did not run: ${applied.plan.verdicts.map(({ text }) => `it ${terminalText(text, 400)}`).join('; ')}\n`
              : `plan ${applied.plan.entry}: ${applied.outcome.confirmed} read back as wanted, ${applied.outcome.failed} failed\n`,
          )
        invocation.io.out(`${terminalText(remark, 400)}\n`)
      }
      return applied?.outcome !== undefined && applied.outcome.failed === 0 ? exit.fine : exit.findings
    })
  },
}
