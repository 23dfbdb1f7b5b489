import { randomUUID } from 'node:crypto'
import { withFlags } from '../flag-hints.ts'
import { terminalText } from '../../render/terminal.ts'
import { confirmTask } from '../../workflow/confirm-task.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, StopError, UsageError, type Command } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'

export const taskCommand: Command = {
  help: 'Lists the open tasks with steps to copy. `writ task TARGET done TASK` records who did it: on such a target that word is what counts.',
  options: { note: { type: 'string', value: 'TEXT', help: 'what was seen' }, ...callerOptions, ...dataOption },
  words: [1, 3],
  async run(invocation) {
    const [target = '', verb, task = ''] = invocation.positionals
    if (verb !== undefined && (verb !== 'done' || task === '')) throw new UsageError('after the target stands nothing, or `done TASK`')
    const { io } = invocation
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      if (verb === 'done') {
        const done = await confirmTask(instance, {
          key: randomUUID(),
          caller: await callerOf(invocation, instance),
          target,
          task,
          note: invocation.text('note'),
        })
        if (!done.ok) throw new StopError(`writ: ${terminalText(withFlags(done.error), 300)}`)
        if (invocation.flag('json')) printJson(io, { target, done: done.value })
        else io.out(`done: ${terminalText(done.value.steps.join(' '), 400)}\n`)
        return exit.fine
      }
      const hands = instance.targets.get(target)?.hands
      if (hands === undefined) throw new StopError(`writ: \`${terminalText(target)}\` is not connected, or not kept by hand`)
      const open = hands.open()
      if (invocation.flag('json')) printJson(io, { target, tasks: open })
      else {
        for (const one of open)
          io.out([`task ${one.id} (plan ${one.plan}):`, ...one.steps.map((step) => `  ${terminalText(step, 400)}`), ''].join('\n'))
        io.out(
          open.length === 0
            ? 'nothing to do by hand\n'
            : `${open.length} open; \`writ task ${target} done TASK --by HANDLE\` confirms one\n`,
        )
      }
      return exit.fine
    })
  },
}
