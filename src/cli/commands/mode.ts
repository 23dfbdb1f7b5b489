import { randomUUID } from 'node:crypto'
import type { Mode } from '../../charter/model.ts'
import { terminalText } from '../../render/terminal.ts'
import { setMode } from '../../workflow/set-mode.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, UsageError, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

const MODES: readonly Mode[] = ['observe', 'propose', 'enforce']

export const modeCommand: Command = {
  help: '`observe`: read only, no write call exists. `propose`: plans are made and stored. `enforce`: plans are applied. The charter’s own `mode` is the ceiling.',
  options: { reason: { type: 'string', value: 'TEXT', help: 'why' }, ...callerOptions, ...dataOption },
  words: [2, 2],
  async run(invocation) {
    const [target = '', word = ''] = invocation.positionals
    const mode = MODES.find((one) => one === word)
    if (mode === undefined) throw new UsageError(`\`${word}\` is no mode; take ${MODES.join(', ')}`)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const decision = await setMode(instance, {
        key: randomUUID(),
        caller: await callerOf(invocation, instance),
        target,
        mode,
        reason: invocation.text('reason'),
      })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { target, mode, decision })
      else
        invocation.io.out(
          `${decision.allowed ? `${terminalText(target)}: ${mode}` : `refused: ${terminalText(target)} stays as it is`}\n${formatDecision(decision, source)}\n`,
        )
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}
