import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import { aheadView } from '../../server/views/ahead.ts'
import { pauseAll, pauseOfAll, resumeAll } from '../../workflow/pause.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, StopError, type Command, type Io } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const pauseCommand: Command = {
  help: `Stops every change of every target until \`writ resume\`: nothing that was decided takes effect there, no grant, no end, no suspension and no departure either.
Plans are still made, people can still ask and decide, and what falls due is held and told. It is an entry of the ledger, and looked at before each account of a run.
While a run of a server holds the ledger this command waits for it and gives up (exit 3): pause on the page /admin/pause then, which reaches it at once.`,
  options: { reason: { type: 'string', value: 'TEXT', help: 'why' }, ...callerOptions, ...dataOption },
  words: [0, 0],
  async run(invocation) {
    const reason = required(invocation, 'reason')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const decision = await pauseAll(instance, { key: randomUUID(), caller: await callerOf(invocation, instance), reason })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { paused: pauseOfAll(instance.journal.state)?.id ?? null, decision })
      else invocation.io.out(`${decision.allowed ? 'paused' : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}

export const resumeCommand: Command = {
  help: `Ends a pause. Without --yes it only shows what would be done then (as \`writ tonight\`) and how to go on; nothing is recorded. What waited is done by the next rounds, within the guards of every run.`,
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    yes: { type: 'boolean', help: 'resume: what waits was looked at' },
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const pause = pauseOfAll(instance.journal.state)
      if (pause === undefined) throw new StopError('writ: nothing is paused')
      if (!invocation.flag('yes')) {
        const view = await aheadView((work) => work(instance))
        if (invocation.flag('json')) printJson(invocation.io, view)
        else {
          printAhead(invocation.io, view)
          invocation.io.out('nothing was recorded; `writ resume --yes --reason TEXT` ends the pause\n')
        }
        return exit.fine
      }
      const reason = required(invocation, 'reason')
      const caller = await callerOf(invocation, instance)
      const decision = await resumeAll(instance, { key: randomUUID(), caller, pause: pause.id, reason })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(invocation.io, { ended: pause.id, decision })
      else invocation.io.out(`${decision.allowed ? 'resumed' : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}

export const tonightCommand: Command = {
  help: `Says what falls due within 24 hours and what would be changed on each target, which is read for it. Conditions are tested with what the sources say now. Nothing is recorded, nothing changed. Exit 3 if a target does not answer.`,
  options: dataOption,
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const view = await aheadView((work) => work(instance))
      if (invocation.flag('json')) printJson(invocation.io, view)
      else printAhead(invocation.io, view)
      const silent = view.targets.some(({ target, problem }) => problem !== null && instance.targets.has(target.id))
      return silent ? exit.unavailable : exit.fine
    })
  },
}

function printAhead(io: Io, { from, until, paused, duties, targets }: Awaited<ReturnType<typeof aheadView>>): void {
  io.out(`from ${from} until ${until}\n`)
  if (paused !== null) io.out(`everything is paused since ${paused.since} (entry ${paused.entry}): done once somebody resumes\n`)
  for (const { text, clause, now } of duties) io.out(`${now ? 'due now' : 'by then'}: ${terminalText(text, 300)} (${clause})\n`)
  if (duties.length === 0) io.out('nothing falls due\n')
  for (const { target, mode, lines, guards, problem } of targets) {
    const state = problem ?? (lines.length === 0 ? 'nothing to change' : `${lines.length} to change`)
    io.out(`${terminalText(target.id)} (${mode}): ${terminalText(state, 300)}\n`)
    for (const { text, now } of lines) io.out(`  ${now ? '' : 'by then: '}${terminalText(text, 500)}\n`)
    for (const text of guards) io.out(`  a guard stops it: ${terminalText(text, 500)}\n`)
  }
}
