import { mkdir } from 'node:fs/promises'
import { formatInstant } from '../kernel/instant.ts'
import { isKeyName } from '../ledger/signed-note.ts'
import { terminalText } from '../render/terminal.ts'
import { KeyRefusedError, makeLogKey, originNameOf, rotateLogKey } from '../workflow/signing/keys.ts'
import { publishCheckpoint, type Published } from '../workflow/signing/publish.ts'
import type { Instance } from '../workflow/instance.ts'
import { SignedLogUnreadableError, type Signing } from '../workflow/signing/signed-log.ts'
import type { Settings } from '../config/settings.ts'
import { exit, StopError, UsageError, type ExitCode, type Invocation } from './command.ts'
import { connectSigning, toldOf } from './connect-signing.ts'
import { operatorName, readSettings, withInstance } from './open-instance.ts'
import { withView } from './open-view.ts'
import { printJson } from './print-json.ts'

/** `writ log key [make | rotate]`: the keys that checkpoints of the log are signed with. */
export async function logKey(invocation: Invocation): Promise<ExitCode> {
  const [, verb] = invocation.positionals
  const { io } = invocation
  const settings = await readSettings(invocation)
  if (verb === undefined) return listKeys(invocation, settings)
  if (verb !== 'make' && verb !== 'rotate') throw new UsageError(`take \`make\`, \`rotate\` or nothing, not \`${verb}\``)
  return withInstance(settings, {}, async (instance) => {
    try {
      const { key, published, retired } =
        verb === 'make'
          ? { ...(await firstKey(instance, settings)), retired: [] }
          : await rotateLogKey(instance, connectSigning(settings), { operator: operatorName(), reason: invocation.text('reason') })
      if (invocation.flag('json')) printJson(io, { vkey: key.vkey, retired, signed: 'checkpoint' in published })
      else {
        for (const { vkey, size } of retired) io.out(`retired: ${terminalText(vkey, 400)}, last checkpoint of ${size} entries\n`)
        io.out(`the log is signed with\n${terminalText(key.vkey, 400)}\ntell it to whoever is to check the log\n`)
      }
      return answered(invocation, published)
    } catch (error) {
      if (error instanceof KeyRefusedError || error instanceof SignedLogUnreadableError)
        throw new StopError(`writ: ${terminalText(error.message, 600)}`)
      throw error
    }
  })
}

/** Makes the first key of a ledger as the settings say, and signs. */
export async function firstKey(instance: Instance, settings: Settings): ReturnType<typeof makeLogKey> {
  const { origin, keys } = settings.log ?? {}
  if (keys !== undefined) await mkdir(keys, { recursive: true, mode: 0o700 })
  const name = await originNameOf(instance, { origin, url: settings.url })
  if (!isKeyName(name)) throw new KeyRefusedError(`\`${name}\` is no name of a log`)
  return makeLogKey(instance, connectSigning(settings), { name, operator: operatorName() })
}

/** The public key of a log that was just founded; null where none can be made, which `writ log key make` explains. */
export async function keyOfNewLog(instance: Instance, settings: Settings): Promise<string | null> {
  try {
    return (await firstKey(instance, settings)).key.vkey
  } catch (error) {
    const isForeseen = error instanceof KeyRefusedError || error instanceof SignedLogUnreadableError
    if (isForeseen || (error instanceof Error && 'syscall' in error)) return null
    throw error
  }
}

/** `writ log sign`: signs the log as it is now; a server does so every minute. */
export async function signLog(invocation: Invocation): Promise<ExitCode> {
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const published = await publishCheckpoint(instance, connectSigning(settings))
    if (!('checkpoint' in published)) return answered(invocation, published)
    const { size } = published.checkpoint
    if (invocation.flag('json')) printJson(invocation.io, { size, note: published.head.note })
    else invocation.io.out(`${published.kind === 'signed' ? 'signed' : 'signed before'}: the log of ${size} entries\n`)
    return exit.fine
  })
}

/** `writ log checkpoint`: the last checkpoint that was signed, as it is served. */
export async function printCheckpoint(invocation: Invocation): Promise<ExitCode> {
  const { head } = await signedLog(connectSigning(await readSettings(invocation)))
  if (head === undefined) throw new StopError('writ: nothing was signed yet; `writ log key make` makes a key')
  if (invocation.flag('json')) printJson(invocation.io, { note: head.note, at: formatInstant(head.at) })
  else invocation.io.document(head.note)
  return exit.fine
}

async function signedLog({ folder }: Signing) {
  return folder.read().catch((error: unknown) => {
    throw new StopError(`writ: ${terminalText(error instanceof Error ? error.message : String(error), 400)}`, exit.unavailable)
  })
}

function answered({ io }: Invocation, published: Published): ExitCode {
  const told = toldOf(published)
  if (told !== undefined) io.err(`writ: ${terminalText(told, 600)}\n`)
  return told === undefined ? exit.fine : exit.findings
}

async function listKeys(invocation: Invocation, settings: Settings): Promise<ExitCode> {
  const { io } = invocation
  return withView(settings, ({ state }) => {
    const keys = state.logKeys().map(({ id, vkey, added, retired }) => ({
      vkey: vkey ?? null,
      entry: id,
      added: formatInstant(added),
      retired: retired === undefined ? null : { entry: retired.entry, at: formatInstant(retired.at), size: retired.size ?? null },
    }))
    if (invocation.flag('json')) printJson(io, { keys })
    else if (keys.length === 0) io.out('the log has no key; `writ log key make` makes one\n')
    for (const { vkey, entry, retired } of invocation.flag('json') ? [] : keys) {
      const until = retired === null ? 'in use' : `retired with entry ${retired.entry}, last checkpoint of ${retired.size ?? '?'} entries`
      io.out(`${terminalText(vkey ?? '(erased)', 400)}\n  entry ${entry}, ${until}\n`)
    }
    return Promise.resolve(exit.fine)
  })
}
