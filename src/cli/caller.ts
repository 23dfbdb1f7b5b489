import { readFile, stat } from 'node:fs/promises'
import type { Actor } from '../decide/question.ts'
import type { State } from '../ledger/state.ts'
import type { Caller } from '../workflow/caller.ts'
import { checkToken } from '../workflow/check-token.ts'
import type { Instance } from '../workflow/instance.ts'
import { findPerson } from '../workflow/people.ts'
import { exit, StopError, UsageError, type Invocation, type Option } from './command.ts'
import { operatorName } from './open-instance.ts'
import { terminalText } from '../render/terminal.ts'

/** The flags that say who acts. */
export const callerOptions = {
  by: { type: 'string', value: 'HANDLE', help: 'act as the operator for this person: shown as such, never an approval' },
  'token-file': { type: 'string', value: 'FILE', help: 'act as the person whose token stands in this file' },
  as: { type: 'string', value: 'HANDLE', help: 'be this person; in a demonstration folder only' },
} as const satisfies Readonly<Record<string, Option>>

/** Who uses the command: a person by their token (or, in a demonstration, by name), else the operator, for somebody or for nobody. */
export async function callerOf(invocation: Invocation, instance: Instance): Promise<Caller> {
  const { state } = instance.journal
  const [by, tokenFile, as] = [invocation.text('by'), invocation.text('token-file'), invocation.text('as')]
  if ([by, tokenFile, as].filter((one) => one !== undefined).length > 1) throw new UsageError('take one of --by, --token-file and --as')
  if (tokenFile !== undefined) return { actor: await tokenOwner(tokenFile, instance), channel: 'cli' }
  if (as !== undefined) return { actor: demoPerson(as, state), channel: 'cli' }
  const on = by === undefined ? undefined : findPerson(state, by)
  if (on?.ok === false) throw new StopError(`writ: ${terminalText(on.error, 300)}`)
  return { actor: { kind: 'operator', name: operatorName(), for: on?.value }, channel: 'cli' }
}

async function tokenOwner(path: string, instance: Instance): Promise<Actor> {
  const mode = (await stat(path).catch(() => undefined))?.mode
  if (mode === undefined) throw new StopError(`writ: the token file \`${terminalText(path)}\` cannot be read`, exit.usage)
  if ((mode & 0o077) !== 0)
    throw new StopError(`writ: others can read \`${terminalText(path)}\`; \`chmod 600\` it and make a new token`, exit.usage)
  const { hashing, clock } = instance.outside
  const check = checkToken(instance.journal.state, hashing, await readFile(path, 'utf8'), clock.now())
  if (check.kind === 'invalid') throw new StopError(`writ: the token in \`${terminalText(path)}\` is not valid here`)
  if (check.kind === 'owner-gone') throw new StopError('writ: a token ends with the suspension or departure of its owner')
  if (!check.token.scopes.includes('grant'))
    throw new StopError(
      `writ: the token in \`${terminalText(path)}\` is for ${check.token.scopes.join(' and ')} only; acting needs one with \`grant\``,
    )
  return { kind: 'person', subject: check.token.owner, stepUp: undefined }
}

function demoPerson(handle: string, state: State): Actor {
  if (!state.demo) throw new StopError('writ: `--as` works in a demonstration folder only; use `--token-file`', exit.usage)
  const person = findPerson(state, handle)
  if (!person.ok) throw new StopError(`writ: ${terminalText(person.error, 300)}`)
  return { kind: 'person', subject: person.value, stepUp: 'demo' }
}
