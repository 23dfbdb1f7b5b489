import { randomUUID } from 'node:crypto'
import { removeRole, resign } from '../../workflow/end-grant.ts'
import type { GrantAnswer } from '../../workflow/answer.ts'
import { grantRole } from '../../workflow/grant-role.ts'
import type { Instance } from '../../workflow/instance.ts'
import { renewGrant } from '../../workflow/renew-grant.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, type Command, type ExitCode, type Invocation, type Option } from '../command.ts'
import { askedEnd, endOptions } from '../moment.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { terminalText } from '../../render/terminal.ts'
import { printJson } from '../print-json.ts'

const subjectOptions = {
  role: { type: 'string', value: 'ROLE', help: 'the role, by its id in the charter' },
  person: { type: 'string', value: 'HANDLE', help: 'the person concerned' },
  key: { type: 'string', value: 'TEXT', help: 'idempotency key: the same command with the same key is done once' },
  ...callerOptions,
  ...dataOption,
} as const satisfies Readonly<Record<string, Option>>

const reason = { reason: { type: 'string', value: 'TEXT', help: 'the use case, or why' } } as const satisfies Readonly<
  Record<string, Option>
>

const override = {
  override: {
    type: 'boolean',
    help: 'although nobody could repair it then; for those who may change the charter or override guards, with --reason',
  },
} as const satisfies Readonly<Record<string, Option>>

async function act(
  invocation: Invocation,
  use: (instance: Instance, shared: { readonly key: string; readonly role: string; readonly handle: string }) => Promise<GrantAnswer>,
  done: string,
): Promise<ExitCode> {
  const [role, handle] = [required(invocation, 'role'), required(invocation, 'person')]
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const answer = await use(instance, { key: invocation.text('key') ?? randomUUID(), role, handle })
    const source = await instance.charters.inForce(instance.journal.state)
    if (invocation.flag('json')) printJson(invocation.io, toJson(answer))
    else invocation.io.out(`${describe(answer, done)}\n${formatDecision(answer.decision, source)}\n`)
    return answer.decision.outcome === 'allowed' || answer.decision.outcome === 'pending' ? exit.fine : exit.findings
  })
}

/** The documented shape: what there is not is null. */
function toJson({ decision, person, role, grant, proposal, from, until, remarks }: GrantAnswer): object {
  return {
    decision,
    person,
    role,
    grant: grant ?? null,
    proposal: proposal ?? null,
    from: from ?? null,
    until: until ?? null,
    remarks,
  }
}

function describe(answer: GrantAnswer, done: string): string {
  const who = `${terminalText(answer.role)}, ${terminalText(answer.person)}`
  const remarks = answer.remarks.map((remark) => `\n  note: ${terminalText(remark, 400)}`).join('')
  if (answer.decision.outcome === 'allowed')
    return `${done}: ${who}${answer.from === undefined ? '' : `, from ${answer.from}`}${answer.until === undefined ? '' : `, until ${answer.until}`} (entry ${answer.grant})${remarks}`
  if (answer.decision.outcome === 'pending') return `proposed: ${who} (entry ${answer.proposal})${remarks}`
  return `${answer.decision.outcome === 'unknown' ? 'held' : 'refused'}: ${who}`
}

export const grantCommand: Command = {
  help: 'Decided by the powers of the charter (`may`). Refusals name the clause and who could do it instead. Takes effect on the targets with the next apply.',
  options: {
    ...subjectOptions,
    ...endOptions,
    ...reason,
    ...override,
    account: { type: 'string', value: 'NAME', help: 'the account, where the person has several' },
    target: { type: 'string', value: 'T', help: 'only on this target of the role' },
  },
  words: [0, 0],
  run: (invocation) =>
    act(
      invocation,
      async (instance, shared) => {
        const target = invocation.text('target')
        return grantRole(instance, {
          ...shared,
          caller: await callerOf(invocation, instance),
          account: invocation.text('account'),
          targets: target === undefined ? undefined : [target],
          end: askedEnd(invocation),
          useCase: invocation.text('reason'),
          override: invocation.flag('override'),
        })
      },
      'granted',
    ),
}

export const removeCommand: Command = {
  help: 'Decided by the powers of the charter (`may`). A power with a notice takes effect after it. Refused where nobody could give or take some role, change the charter or run Writ afterwards.',
  options: { ...subjectOptions, ...reason, ...override },
  words: [0, 0],
  run: (invocation) =>
    act(
      invocation,
      async (instance, shared) =>
        removeRole(instance, {
          ...shared,
          caller: await callerOf(invocation, instance),
          reason: invocation.text('reason'),
          override: invocation.flag('override'),
        }),
      'removed',
    ),
}

export const resignCommand: Command = {
  help: 'Everybody may give up what they hold. If nobody holds the role afterwards, or nobody can repair something any more, the answer says so.',
  options: { ...subjectOptions, ...reason },
  words: [0, 0],
  run: (invocation) =>
    act(
      invocation,
      async (instance, shared) =>
        resign(instance, { ...shared, caller: await callerOf(invocation, instance), reason: invocation.text('reason') }),
      'resigned',
    ),
}

export const renewCommand: Command = {
  help: 'Whoever may give the role may renew it, within its term.',
  options: { ...subjectOptions, ...endOptions, ...reason },
  words: [0, 0],
  run: (invocation) =>
    act(
      invocation,
      async (instance, shared) =>
        renewGrant(instance, {
          ...shared,
          caller: await callerOf(invocation, instance),
          end: askedEnd(invocation),
          useCase: invocation.text('reason'),
        }),
      'renewed',
    ),
}
