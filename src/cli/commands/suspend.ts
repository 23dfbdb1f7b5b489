import { randomUUID } from 'node:crypto'
import { handleOf } from '../../decide/question.ts'
import { hearingEnds, type SuspensionCause } from '../../decide/trouble/suspension.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { terminalText } from '../../render/terminal.ts'
import { readFacts } from '../../workflow/facts.ts'
import type { Instance } from '../../workflow/instance.ts'
import { knownNow } from '../../workflow/known.ts'
import { endSuspension, hearSuspended } from '../../workflow/trouble/end-suspension.ts'
import { suspendPerson } from '../../workflow/trouble/suspend.ts'
import type { Caller } from '../../workflow/caller.ts'
import { readSuspension } from '../../workflow/trouble/read-suspension.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, UsageError, type Command, type ExitCode, type Invocation, type Option } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

const CAUSES: readonly SuspensionCause[] = ['misuse', 'compromised', 'investigation']

const shared = {
  person: { type: 'string', value: 'HANDLE', help: 'the person concerned' },
  reason: { type: 'string', value: 'TEXT', help: 'why; for a reinstatement the new use case' },
  key: { type: 'string', value: 'TEXT', help: 'idempotency key: the same command with the same key is done once' },
  ...callerOptions,
  ...dataOption,
} as const satisfies Readonly<Record<string, Option>>

const refer = {
  refer: { type: 'boolean', help: 'hand it on to those whom `suspension.refer_to` names, as a case of theirs' },
} as const satisfies Readonly<Record<string, Option>>

export const suspendCommand: Command = {
  help: `Takes the effect from all roles of a person at once and without notice, by a power \`suspend\` of the charter. \`compromised\` also ends their tokens,
passkeys and pending approvals for good. \`read\` shows those who decide what becomes of it, with their own token, why it began and what the person says; the person is told who read. \`heard\` keeps the person’s own side (\`--by\` them); \`final\` ends the roles, once the person was heard or the term
to answer has passed; \`list\` shows what is open. Nothing of it is public.`,
  options: {
    ...shared,
    ...refer,
    cause: { type: 'string', value: 'CAUSE', help: 'misuse, compromised or investigation (default: investigation)' },
    text: { type: 'string', value: 'TEXT', help: 'the person’s own words' },
  },
  words: [0, 1],
  async run(invocation) {
    const [verb] = invocation.positionals
    if (verb !== undefined && !['read', 'heard', 'final', 'list'].includes(verb))
      throw new UsageError('after `suspend` stands nothing, read, heard, final or list')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      if (verb === 'list') return list(invocation, instance)
      const base = {
        key: invocation.text('key') ?? randomUUID(),
        caller: await callerOf(invocation, instance),
        handle: required(invocation, 'person'),
      }
      if (verb === 'read') return read(invocation, instance, base)
      if (verb === 'heard') {
        const decision = await hearSuspended(instance, { ...base, text: required(invocation, 'text') })
        return told(invocation, instance, { decision }, 'kept', [])
      }
      if (verb === 'final') return end(invocation, instance, 'removed')
      const word = invocation.text('cause') ?? 'investigation'
      const cause = CAUSES.find((one) => one === word)
      if (cause === undefined) throw new UsageError(`\`${word}\` is no cause; take ${CAUSES.join(', ')}`)
      const answer = await suspendPerson(instance, { ...base, cause, reason: required(invocation, 'reason') })
      const until = answer.until === undefined ? '' : `, until ${answer.until} at the longest`
      return told(
        invocation,
        instance,
        { ...answer, suspension: answer.suspension ?? null, until: answer.until ?? null },
        `suspended${until} (entry ${answer.suspension})`,
        answer.remarks,
      )
    })
  },
}

async function read(
  invocation: Invocation,
  instance: Instance,
  { handle, ...command }: { readonly key: string; readonly caller: Caller; readonly handle: string },
): Promise<ExitCode> {
  const { state } = instance.journal
  const subject = state.personByHandle(handle)?.subject
  // of somebody who is not suspended nothing is said that would tell them from others
  const suspension = (subject === undefined ? undefined : state.suspensionOf(subject)?.id) ?? instance.journal.size
  const { decision, about, cause, lines } = await readSuspension(instance, { ...command, suspension })
  const shown = lines.map(
    ({ at, what, by, text }) =>
      `\n  ${at} ${what}${by === undefined ? '' : ` by ${terminalText(by)}`}${text === undefined ? '' : `: ${terminalText(text, 2000)}`}`,
  )
  const done = `suspension ${suspension} of ${terminalText(about ?? '')}, ${terminalText(cause ?? '')}${shown.join('')}`
  return told(invocation, instance, { decision, about: about ?? null, cause: cause ?? null, lines }, done, [])
}

export const reinstateCommand: Command = {
  help: 'Ends a suspension so that the roles have effect again: by a new use case only, which --reason says. Decided by those whom `suspension.decided_by` names, with their own token.',
  options: { ...shared, ...refer },
  words: [0, 0],
  async run(invocation) {
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, (instance) => end(invocation, instance, 'reinstated'))
  },
}

async function end(invocation: Invocation, instance: Instance, outcome: 'reinstated' | 'removed'): Promise<ExitCode> {
  const answer = await endSuspension(instance, {
    key: invocation.text('key') ?? randomUUID(),
    caller: await callerOf(invocation, instance),
    handle: required(invocation, 'person'),
    outcome,
    reason: required(invocation, 'reason'),
    refer: invocation.flag('refer'),
  })
  const what = outcome === 'removed' ? `final: ${answer.ended.length} grants ended` : 'reinstated'
  const referred = answer.referred === undefined ? [] : [`referred as case ${answer.referred}`]
  return told(invocation, instance, { ...answer, referred: answer.referred ?? null }, what, referred)
}

async function told(
  invocation: Invocation,
  instance: Instance,
  answer: Readonly<Record<string, unknown>> & { readonly decision: Parameters<typeof formatDecision>[0] },
  done: string,
  remarks: readonly string[],
): Promise<ExitCode> {
  const source = await instance.charters.inForce(instance.journal.state)
  const { allowed } = answer.decision
  if (invocation.flag('json')) printJson(invocation.io, answer)
  else {
    const notes = allowed ? remarks.map((remark) => `\n  note: ${terminalText(remark, 400)}`).join('') : ''
    invocation.io.out(`${allowed ? done : 'refused'}${notes}\n${formatDecision(answer.decision, source)}\n`)
  }
  return allowed ? exit.fine : exit.findings
}

async function list(invocation: Invocation, instance: Instance): Promise<ExitCode> {
  const { state } = instance.journal
  const { charter } = await instance.charters.inForce(state)
  const known = knownNow(charter, state, instance.outside.clock.now(), await readFacts(instance))
  const rows = [...state.suspensions()].map((one) => ({
    suspension: one.id,
    person: handleOf(state, one.subject),
    cause: one.cause,
    from: formatInstant(one.from),
    until: one.until === undefined ? null : formatInstant(one.until),
    heard: one.heard === undefined ? null : formatInstant(one.heard),
    finalFrom: one.heard === undefined ? formatInstant(hearingEnds(known, one)) : formatInstant(one.heard),
  }))
  if (invocation.flag('json')) printJson(invocation.io, { suspensions: rows })
  else {
    for (const row of rows)
      invocation.io.out(
        `${terminalText(row.person)}: ${terminalText(row.cause)}, since ${row.from}, ${row.heard === null ? `not heard yet; can become final from ${row.finalFrom}` : `heard ${row.heard}`} (entry ${row.suspension})\n`,
      )
    invocation.io.out(`${rows.length} open\n`)
  }
  return exit.fine
}
