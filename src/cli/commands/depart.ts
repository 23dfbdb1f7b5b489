import { randomUUID } from 'node:crypto'
import { departureProgress } from '../../decide/trouble/departure.ts'
import type { Decision } from '../../decide/decision.ts'
import { terminalText } from '../../render/terminal.ts'
import type { Instance } from '../../workflow/instance.ts'
import { findPerson } from '../../workflow/people.ts'
import { confirmLock } from '../../workflow/trouble/confirm-lock.ts'
import { comeBack, depart } from '../../workflow/trouble/depart.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, StopError, UsageError, type Command, type ExitCode, type Invocation, type Option } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

const options = {
  person: { type: 'string', value: 'HANDLE', help: 'who left, or is back' },
  reason: { type: 'string', value: 'TEXT', help: 'why' },
  key: { type: 'string', value: 'TEXT', help: 'idempotency key: the same command with the same key is done once' },
  ...callerOptions,
  ...dataOption,
} as const satisfies Readonly<Record<string, Option>>

export const departCommand: Command = {
  help: `Ends every grant of a person, locks every account, and ends tokens and approvals, at once; the next apply of each target carries it out before everything
routine, whoever is the last holder of anything. \`status\` shows what each target said (exit 1 until all of it is done); \`locked ACCOUNT\` is the word of a
named person for a target that cannot lock or cannot be asked.`,
  options,
  words: [0, 2],
  async run(invocation) {
    const [verb, account] = invocation.positionals
    const wellFormed = verb === undefined || (verb === 'status' && account === undefined) || (verb === 'locked' && account !== undefined)
    if (!wellFormed) throw new UsageError('after `depart` stands nothing, `status`, or `locked ACCOUNT`')
    const handle = required(invocation, 'person')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      if (verb === 'status') return status(invocation, instance, handle)
      const shared = { key: invocation.text('key') ?? randomUUID(), caller: await callerOf(invocation, instance), handle }
      if (account !== undefined) return told(invocation, instance, await confirmLock(instance, { ...shared, account }), 'confirmed')
      const answer = await depart(instance, { ...shared, reason: invocation.text('reason') })
      if (invocation.flag('json')) {
        printJson(invocation.io, answer)
        return answer.decision.allowed ? exit.fine : exit.findings
      }
      const notes = [
        ...answer.handover.map(({ text }) => `to be handed over: ${text}`),
        ...answer.alarms.map((text) => `alarm: ${text}`),
        ...(answer.decision.allowed ? ['the targets follow with the next apply; `writ depart status` shows how far it is'] : []),
      ]
      const done = `left: ${answer.ended.length} grants ended, ${answer.accounts.length} accounts to be locked`
      return told(invocation, instance, answer.decision, `${done}${notes.map((note) => `\n  ${terminalText(note, 400)}`).join('')}`)
    })
  },
}

export const returnCommand: Command = {
  help: 'Records that somebody who had left is back. Their accounts may be used again; no grant, token or approval comes back by itself.',
  options,
  words: [0, 0],
  async run(invocation) {
    const handle = required(invocation, 'person')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const key = invocation.text('key') ?? randomUUID()
      return told(invocation, instance, await comeBack(instance, { key, caller, handle, reason: invocation.text('reason') }), 'back')
    })
  },
}

async function told(invocation: Invocation, instance: Instance, decision: Decision, done: string): Promise<ExitCode> {
  const source = await instance.charters.inForce(instance.journal.state)
  if (invocation.flag('json')) printJson(invocation.io, { decision })
  else invocation.io.out(`${decision.allowed ? done : 'refused'}\n${formatDecision(decision, source)}\n`)
  return decision.allowed ? exit.fine : exit.findings
}

function status({ io, ...invocation }: Invocation, instance: Instance, handle: string): ExitCode {
  const { state } = instance.journal
  const person = findPerson(state, handle)
  if (!person.ok) throw new StopError(`writ: ${terminalText(person.error, 300)}`)
  if (state.person(person.value)?.departed === undefined) throw new StopError(`writ: ${terminalText(handle)} has not left`)
  const accounts = departureProgress({ state, now: instance.outside.clock.now() }, person.value)
  const done = accounts.every((account) => account.done)
  if (invocation.flag('json'))
    printJson(io, {
      person: handle,
      done,
      accounts: accounts.map(({ account, name, target, groups, locked, asked }) => ({
        account,
        name,
        target,
        groups,
        locked: locked?.how ?? null,
        asked: asked ?? null,
      })),
    })
  else {
    for (const { account, name, target, groups, locked, asked } of accounts) {
      const lock =
        locked === undefined
          ? asked === undefined
            ? `not locked yet; \`writ apply ${target}\``
            : `to be locked by a person, then \`writ depart locked ${account}\`${(state.lockAsked(account)?.steps ?? '')
                .split('\n')
                .map((step) => `\n    ${terminalText(step, 300)}`)
                .join('')}`
          : locked.how === 'person'
            ? 'locked, on the word of a person'
            : 'locked, read back'
      io.out(`${account} (${terminalText(name)}): ${groups.length === 0 ? 'in no group' : `still in ${groups.join(', ')}`}; ${lock}\n`)
    }
    io.out(done ? 'done on every target\n' : 'not done yet\n')
  }
  return done ? exit.fine : exit.findings
}
