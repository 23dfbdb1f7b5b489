import { randomUUID } from 'node:crypto'
import type { Decision } from '../../decide/decision.ts'
import { handleOf } from '../../decide/question.ts'
import { parseDuration } from '../../kernel/duration.ts'
import type { Instance } from '../../workflow/instance.ts'
import { activateRole, deactivateRole, reviewActivation } from '../../workflow/trouble/activate.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const activateCommand: Command = {
  help: `Uses a dormant role for a while: with a reason, when its trigger is proven, no longer and no oftener than the charter says (\`activation\`), never one that
reaches Writ itself or the charter. It takes effect with the next apply and ends by itself. Where it needs approvals, \`writ approve ENTRY\` gives them. \`stop\` ends it at once, for its holder, whoever is told of
it and whoever may take the role; \`reviewed\` says that what was done was looked at.`,
  options: {
    role: { type: 'string', value: 'ROLE', help: 'the role, by its id in the charter' },
    person: { type: 'string', value: 'HANDLE', help: 'who holds it (default: you)' },
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    for: { type: 'string', value: 'LENGTH', help: 'how long: `4 hours` (default: the longest the role allows)' },
    states: { type: 'string', value: 'LIST', help: 'the statements that the activation asks for' },
    key: { type: 'string', value: 'TEXT', help: 'idempotency key: the same command with the same key is done once' },
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 1],
  async run(invocation) {
    const [verb] = invocation.positionals
    if (verb !== undefined && verb !== 'stop' && verb !== 'reviewed')
      throw new UsageError('after `activate` stands nothing, stop or reviewed')
    const role = required(invocation, 'role')
    const reason = verb === 'reviewed' ? (invocation.text('reason') ?? '') : required(invocation, 'reason')
    const asked = invocation.text('for')
    const length = asked === undefined ? undefined : parseDuration(asked)
    if (length?.ok === false) throw new UsageError(`--for: ${length.error}`)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const { actor } = caller
      const self = actor.kind === 'person' ? handleOf(instance.journal.state, actor.subject) : undefined
      const handle = invocation.text('person') ?? self ?? required(invocation, 'person')
      const command = { key: invocation.text('key') ?? randomUUID(), caller, role, handle, reason }
      if (verb === 'stop') return told(invocation, instance, await deactivateRole(instance, command), 'stopped', {})
      if (verb === 'reviewed') return told(invocation, instance, await reviewActivation(instance, command), 'reviewed', {})
      const states = (invocation.text('states') ?? '').split(',').filter((one) => one !== '')
      const { decision, grant, until, proposal } = await activateRole(instance, { ...command, length: length?.value, states })
      const waits = decision.outcome === 'pending'
      const done = waits
        ? `proposed: in use until ${until} once it is approved (entry ${proposal})`
        : `in use until ${until} (grant ${grant})`
      return told(invocation, instance, decision, done, { grant: grant ?? null, until: until ?? null, proposal: proposal ?? null })
    })
  },
}

async function told(invocation: Invocation, instance: Instance, decision: Decision, done: string, more: object): Promise<ExitCode> {
  const source = await instance.charters.inForce(instance.journal.state)
  const goesOn = decision.allowed || decision.outcome === 'pending'
  if (invocation.flag('json')) printJson(invocation.io, { decision, ...more })
  else invocation.io.out(`${goesOn ? done : decision.outcome === 'unknown' ? 'held' : 'refused'}\n${formatDecision(decision, source)}\n`)
  return goesOn ? exit.fine : exit.findings
}
