import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { scimFile, sourceSizesFile } from '../../config/data-folder.ts'
import { openScimDirectory } from '../../sources/scim/directory.ts'
import { sizeFile } from '../../sources/shrinking.ts'
import { terminalText } from '../../render/terminal.ts'
import { believeSource } from '../../workflow/believe-source.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, UsageError, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const sourceCommand: Command = {
  help: `A source that says much less than before, or of which many people left within a day, is not believed: its facts are unknown, nobody gains or loses anything
by them (\`writ doctor\` tells). \`believe\` says that it is so, with why; the ledger keeps who said it. Needs the right \`manage-sources\` on \`writ\`, or the operator.`,
  options: { reason: { type: 'string', value: 'TEXT', help: 'why it is right' }, ...callerOptions, ...dataOption },
  words: [2, 2],
  async run(invocation) {
    const [verb = '', id = ''] = invocation.positionals
    if (verb !== 'believe') throw new UsageError(`take \`believe ID\`, not \`${verb}\``)
    const reason = required(invocation, 'reason')
    const settings = await readSettings(invocation)
    if (settings.sources[id] === undefined)
      throw new UsageError(`the settings have no source \`${id}\`; they have ${Object.keys(settings.sources).join(', ') || 'none'}`)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const decision = await believeSource(instance, { key: randomUUID(), caller, source: id, reason })
      if (decision.allowed) {
        await sizeFile(sourceSizesFile(settings.data)).forget(id)
        believeSent(scimFile(settings.data, id))
      }
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { source: id, decision })
      else invocation.io.out(`${decision.allowed ? `believed: ${terminalText(id)}` : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}

function believeSent(path: string): void {
  if (!existsSync(path)) return
  const directory = openScimDirectory(path)
  try {
    directory.losses.believe()
  } finally {
    directory.close()
  }
}
