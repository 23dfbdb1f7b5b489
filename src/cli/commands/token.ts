import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { addDuration } from '../../kernel/duration.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { State } from '../../ledger/state.ts'
import { terminalText } from '../../render/terminal.ts'
import { FEED, LOGIN_CODE, SCOPES, type Scope } from '../../workflow/check-token.ts'
import type { Instance } from '../../workflow/instance.ts'
import { makeToken, revokeToken, type MakeTokenAnswer } from '../../workflow/make-token.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { readMoment } from '../moment.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'
import { formatDecision } from '../print-decision.ts'

export const tokenCommand: Command = {
  help: `Without more words it lists them. \`make\` writes a new token to FILE (mode 0600) and shows it nowhere; only a hash of it is kept. The operator may hand one to
anybody, which the ledger shows; a person with the right \`make-token\` on \`writ\` makes their own. \`revoke\` ends one at once; ID is the middle part of its
text. \`--scope login\` makes a code that logs its owner in once, in a browser (within an hour unless \`--until\` says otherwise).
\`--scope feed\` makes one that is part of a secret address, \`URL/feeds/TOKEN/dates.ics\` or \`…/notices.atom\`: a calendar reads its owner’s own dates there.
\`--scope evaluate,search\` makes one for a program that asks over HTTP who may do what and cannot act. A token also ends with the suspension or departure of its owner, and never approves where a second factor is asked for.`,
  options: {
    person: { type: 'string', value: 'HANDLE', help: 'whose token is made' },
    output: { type: 'string', value: 'FILE', help: 'where the new token is written; the file must not exist' },
    until: { type: 'string', value: 'DATE', help: 'its last day or moment (default: one year from now)' },
    scope: {
      type: 'string',
      value: 'LIST',
      help: 'what it is for: read,grant,apply (default), request, evaluate, search, scim; or login or feed alone',
    },
    reason: { type: 'string', value: 'TEXT', help: 'why it is revoked' },
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 2],
  async run(invocation) {
    const [verb, id] = invocation.positionals
    if (verb === undefined) return list(invocation)
    if (verb === 'make' && id === undefined) return make(invocation)
    if (verb === 'revoke' && id !== undefined) return revoke(invocation, id)
    throw new UsageError(
      verb === 'revoke'
        ? 'which token? `revoke ID`'
        : `take \`make\`, \`revoke ID\` or nothing, not \`${invocation.positionals.join(' ')}\``,
    )
  },
}

async function list(invocation: Invocation): Promise<ExitCode> {
  const settings = await readSettings(invocation)
  return withView(settings, ({ state }) => {
    const rows = [...state.tokens()].map((token) => ({
      id: token.id,
      person: state.person(token.owner)?.handle ?? '(erased)',
      scopes: token.scopes,
      until: formatInstant(token.until),
      revoked: token.revoked,
    }))
    if (invocation.flag('json')) printJson(invocation.io, { tokens: rows })
    else
      for (const { id, person, scopes, until, revoked } of rows)
        invocation.io.out(`${id}  ${terminalText(person)}, ${scopes.join(' ')}, ${revoked ? 'revoked' : `until ${until}`}\n`)
    return Promise.resolve(exit.fine)
  })
}

async function make(invocation: Invocation): Promise<ExitCode> {
  const [handle, output] = [required(invocation, 'person'), required(invocation, 'output')]
  const until = invocation.text('until')
  const scopes = scopesOf(invocation.text('scope'))
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const caller = await callerOf(invocation, instance)
    const usual = scopes.includes(LOGIN_CODE) ? ({ count: 1, unit: 'hour' } as const) : ({ count: 1, unit: 'year' } as const)
    const end = until === undefined ? addDuration(instance.outside.clock.now(), usual) : readMoment(until, 'until')
    const { decision, id } = await intoNewFile(output, () => makeToken(instance, { key: randomUUID(), caller, handle, until: end, scopes }))
    const source = await instance.charters.inForce(instance.journal.state)
    if (invocation.flag('json')) printJson(invocation.io, { decision, id: id ?? null, file: decision.allowed ? output : null })
    else {
      const done = decision.allowed ? `made: token ${id} of ${terminalText(handle)} in ${terminalText(output)}` : 'refused'
      invocation.io.out(`${done}\n${formatDecision(decision, source)}\n`)
    }
    return decision.allowed ? exit.fine : exit.findings
  })
}

function scopesOf(text: string | undefined): readonly (Scope | typeof LOGIN_CODE | typeof FEED)[] {
  if (text === undefined) return ['read', 'grant', 'apply']
  const asked = text.split(',').map((one) => one.trim())
  const all = [...SCOPES, LOGIN_CODE, FEED] as const
  const wrong = asked.find((one) => !all.some((scope) => scope === one))
  if (wrong !== undefined) throw new UsageError(`--scope: \`${wrong}\` is no scope; there are ${all.join(', ')}`)
  return all.filter((scope) => asked.includes(scope))
}

/** The file comes first: a token that was recorded and then could not be written would be of use to nobody. */
async function intoNewFile(path: string, make: () => Promise<MakeTokenAnswer>): Promise<MakeTokenAnswer> {
  const file = await newPrivateFile(path)
  let written = false
  try {
    const made = await make()
    if (made.token !== undefined) await file.writeFile(`${made.token}\n`)
    written = made.token !== undefined
    return made
  } finally {
    await file.close()
    if (!written) await rm(path, { force: true })
  }
}

async function newPrivateFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new StopError(
      `writ: \`${terminalText(path)}\` ${exists ? 'exists; a token is written to a new file' : 'cannot be written'}`,
      exit.usage,
    )
  }
}

async function revoke(invocation: Invocation, token: string): Promise<ExitCode> {
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance: Instance) => {
    const decision = await revokeToken(instance, {
      key: randomUUID(),
      caller: await callerOf(invocation, instance),
      token,
      reason: invocation.text('reason'),
    })
    const source = await instance.charters.inForce(instance.journal.state)
    if (invocation.flag('json')) printJson(invocation.io, { decision })
    else
      invocation.io.out(
        `${decision.allowed ? `revoked: token ${ownerOf(instance.journal.state, token)}` : 'refused'}\n${formatDecision(decision, source)}\n`,
      )
    return decision.allowed ? exit.fine : exit.findings
  })
}

function ownerOf(state: State, id: string): string {
  const owner = state.token(id)?.owner
  const handle = owner === undefined ? undefined : state.person(owner)?.handle
  return `${id} of ${terminalText(handle ?? 'somebody whose name was erased')}`
}
