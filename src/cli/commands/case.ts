import { randomUUID } from 'node:crypto'
import type { Decision } from '../../decide/decision.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { terminalText } from '../../render/terminal.ts'
import type { Instance } from '../../workflow/instance.ts'
import { handleCase, listCases, readCase, reportConcern } from '../../workflow/trouble/case.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

const key = { type: 'string', value: 'TEXT', help: 'idempotency key: the same command with the same key is done once' } as const

export const reportCommand: Command = {
  help: `Anybody may report a concern. It becomes a sealed case: the role that looks into it reads it, each reading is on record, and from what is public nobody
can tell whom it concerns. It goes to those who watch over the deciders (\`suspension.refer_to\`), else to the deciders, or to whom --to names.`,
  options: {
    person: { type: 'string', value: 'HANDLE', help: 'about whom, if about somebody' },
    text: { type: 'string', value: 'TEXT', help: 'what happened' },
    to: { type: 'string', value: 'ROLE', help: 'the role that is to look into it' },
    anonymous: { type: 'boolean', help: 'keep nothing of who reports' },
    key,
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 0],
  async run(invocation) {
    const text = required(invocation, 'text')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const answer = await reportConcern(instance, {
        key: invocation.text('key') ?? randomUUID(),
        caller: invocation.flag('anonymous') ? undefined : await callerOf(invocation, instance),
        about: invocation.text('person'),
        text,
        to: invocation.text('to'),
      })
      return told(invocation, instance, answer.decision, `reported (case ${answer.case})`, { case: answer.case ?? null })
    })
  },
}

export const caseCommand: Command = {
  help: `For those who look into reports, with their own token: \`list\` what is theirs, \`read\` (which is recorded), \`note\` what was done, \`refer\` to another role,
\`close\` with the outcome. Nobody else reads a case: not whom it is about, not the operator, not those who handed it on.`,
  options: {
    text: { type: 'string', value: 'TEXT', help: 'what was done, or how it ended' },
    to: { type: 'string', value: 'ROLE', help: 'the role that is to look into it from now on' },
    key,
    ...callerOptions,
    ...dataOption,
  },
  words: [1, 2],
  async run(invocation) {
    const [verb = '', word] = invocation.positionals
    if (verb === 'list' ? word !== undefined : word === undefined || !['read', 'note', 'refer', 'close'].includes(verb))
      throw new UsageError('take `list`, or one of read, note, refer and close with the number of a case')
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      if (verb === 'list') return list(invocation, await listCases(instance, caller))
      const command = { key: invocation.text('key') ?? randomUUID(), caller, case: entryNumber(word ?? '') }
      if (verb === 'read') {
        const { decision, about, lines } = await readCase(instance, command)
        const shown = lines.map(
          ({ at, what, by, text }) =>
            `\n  ${at} ${what}${by === undefined ? '' : ` by ${terminalText(by)}`}${text === undefined ? '' : `: ${terminalText(text, 2000)}`}`,
        )
        const done = `case ${command.case}${about === undefined ? '' : `, about ${terminalText(about)}`}${shown.join('')}`
        return told(invocation, instance, decision, done, { about: about ?? null, lines })
      }
      const decision = await handleCase(instance, {
        ...command,
        verb: verb as 'note' | 'refer' | 'close',
        text: invocation.text('text'),
        to: invocation.text('to'),
      })
      return told(invocation, instance, decision, verb === 'note' ? 'noted' : verb === 'refer' ? 'referred' : 'closed', {})
    })
  },
}

function list({ io, ...invocation }: Invocation, cases: Awaited<ReturnType<typeof listCases>>): ExitCode {
  const rows = cases.map((one) => ({
    case: one.id,
    at: formatInstant(one.at),
    handledBy: one.handledBy,
    closed: one.closed === undefined ? null : formatInstant(one.closed),
  }))
  if (invocation.flag('json')) printJson(io, { cases: rows })
  else {
    for (const row of rows)
      io.out(`case ${row.case}, reported ${row.at}, ${row.closed === null ? 'open' : `closed ${row.closed}`} (${row.handledBy})\n`)
    io.out(`${rows.length} ${rows.length === 1 ? 'case' : 'cases'} to look into\n`)
  }
  return exit.fine
}

async function told(invocation: Invocation, instance: Instance, decision: Decision, done: string, more: object): Promise<ExitCode> {
  const source = await instance.charters.inForce(instance.journal.state)
  if (invocation.flag('json')) printJson(invocation.io, { decision, ...more })
  else invocation.io.out(`${decision.allowed ? done : 'refused'}\n${formatDecision(decision, source)}\n`)
  return decision.allowed ? exit.fine : exit.findings
}
