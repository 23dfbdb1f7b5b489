import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import { carryOutDue, type DutyTold } from '../../workflow/carry-out-due.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { placeOf } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const dueCommand: Command = {
  help: `Carries out what has fallen due: ends, notices, conditions no longer met, roles not used, reviews, requests that wait. \`writ serve\` does it by itself once a minute; a missed run catches up, and doing it twice changes nothing.
Where so many would lose something at once that a source is rather wrong, nothing of it is done (exit 1) until a holder of \`override-guard\` says --let-through.`,
  options: {
    'dry-run': { type: 'boolean', help: 'only say what is due' },
    'let-through': { type: 'boolean', help: 'do what was held back too; for holders of `override-guard`' },
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    const dryRun = invocation.flag('dry-run')
    return withInstance(settings, {}, async (instance) => {
      const letThrough = invocation.flag('let-through') ? await callerOf(invocation, instance) : undefined
      const command = { key: `due/${randomUUID()}`, dryRun, ...(letThrough === undefined ? {} : { letThrough }) }
      const { done, held, remark } = await carryOutDue(instance, command)
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { dry_run: dryRun, done, held, remark: remark ?? null })
      else {
        const line = ({ text, clause }: DutyTold) => `${terminalText(text, 300)} (${placeOf(source, clause)})\n`
        for (const one of done) invocation.io.out(line(one))
        for (const one of held) invocation.io.out(`held: ${line(one)}`)
        if (remark !== undefined) invocation.io.out(`${remark}\n`)
        if (done.length === 0 && held.length === 0 && remark === undefined) invocation.io.out('nothing is due\n')
      }
      return held.length > 0 ? exit.findings : exit.fine
    })
  },
}
