import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import { adoptHolders } from '../../workflow/adopt-holders.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, type Command } from '../command.ts'
import { isoOrNull } from '../json-shapes.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { failed } from './plan.ts'
import { printJson } from '../print-json.ts'

export const adoptCommand: Command = {
  help: `Every present holder of a managed group becomes a found grant: use case unknown, review due, never removed just for being found.
Holders that fit no role are listed and stay as they are. A second time it changes nothing.`,
  options: { 'dry-run': { type: 'boolean', help: 'show only' }, ...callerOptions, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const [target = ''] = invocation.positionals
    const { io } = invocation
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const answer = await adoptHolders(instance, {
        key: randomUUID(),
        caller: await callerOf(invocation, instance),
        target,
        dryRun: invocation.flag('dry-run'),
      })
      if (!answer.ok) return failed(io, target, answer.error)
      const { found, issues, memberships, entries } = answer.value
      if (invocation.flag('json'))
        printJson(io, { target, ...answer.value, found: found.map((one) => ({ ...one, until: isoOrNull(one.until) })) })
      else {
        for (const one of found)
          io.out(
            `found: ${terminalText(one.account)} is ${one.role}${one.until === undefined ? '' : ` until ${new Date(one.until).toISOString()}`}\n`,
          )
        for (const issue of issues)
          io.out(`left: ${terminalText(issue.account)} in ${terminalText(issue.group)}: ${terminalText(issue.text, 400)}\n`)
        io.out(
          entries === 0
            ? `nothing new on ${target}\n`
            : `${target}: ${memberships.found} memberships found, ${memberships.left} left as they are; nobody was removed\n`,
        )
      }
      return exit.fine
    })
  },
}
