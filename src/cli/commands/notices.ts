import { compose } from '../../notify/texts.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { terminalText } from '../../render/terminal.ts'
import { deliver, lookAtOutbox } from '../../workflow/outbox/deliver.ts'
import { dataOption, exit, UsageError, type Command } from '../command.ts'
import { connectChannels } from '../connect-channels.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'

export const noticesCommand: Command = {
  help: `Messages to people: what waits to be sent and what was given up. \`send\` tells people now of what happened since the last time, by the ways that the settings name (\`mail\`, \`chat\`); \`writ serve\` does it once a minute. Who is told what, and why: docs/spec/notices.md. The first \`send\` of an installation begins with what happens from then on.`,
  options: { ...dataOption },
  words: [0, 1],
  async run(invocation) {
    const [verb] = invocation.positionals
    if (verb !== undefined && verb !== 'send') throw new UsageError(`take \`send\` or no word, not \`${verb}\``)
    const settings = await readSettings(invocation)
    const { io } = invocation
    const channels = verb === 'send' ? await connectChannels(settings) : []
    return withInstance(settings, {}, async (instance) => {
      if (verb === undefined) {
        const { waiting, failed } = await lookAtOutbox(instance.store)
        if (invocation.flag('json')) printJson(io, { waiting: waiting.map((one) => ({ ...one, next: formatInstant(one.next) })), failed })
        else {
          for (const { key, attempts, next } of waiting)
            io.out(
              `${terminalText(key)}: ${attempts === 0 ? 'not tried yet' : `${attempts} times tried, again at ${formatInstant(next)}`}\n`,
            )
          for (const { key, why } of failed) io.out(`given up: ${terminalText(key)}: ${terminalText(why)}\n`)
          io.out(`${waiting.length} wait, ${failed.length} given up\n`)
        }
        return exit.fine
      }
      const { charter } = await instance.charters.inForce(instance.journal.state)
      const answer = await deliver(instance, channels, (telling) => compose(telling, { site: charter.title, url: settings.url }))
      if (invocation.flag('json')) printJson(io, answer)
      else {
        for (const one of answer.failed) io.err(`given up: ${terminalText(one, 300)}\n`)
        for (const one of answer.down) io.err(`${one} does not answer: what it was to carry waits\n`)
        io.out(`${answer.sent} sent, ${answer.waiting} wait, ${answer.unreachable} without an address\n`)
      }
      return answer.failed.length > 0 || answer.down.length > 0 ? exit.unavailable : exit.fine
    })
  },
}
