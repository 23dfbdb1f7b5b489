import { open, readFile, rename, rm } from 'node:fs/promises'
import { nodeHashing, nodeVerifying } from '../config/outside.ts'
import { openCheckpoint, type OpenedCheckpoint } from '../ledger/checkpoint.ts'
import { parseNoteKey, type NoteKey } from '../ledger/signed-note.ts'
import { terminalText } from '../render/terminal.ts'
import { exit, StopError, UsageError, type Invocation } from './command.ts'

export const checking = { hashing: nodeHashing, verifying: nodeVerifying }

/** The keys of `--vkey`, which may stand several times: after a change of keys the old and the new one. */
export function givenKeys(invocation: Invocation): readonly NoteKey[] {
  return invocation.texts('vkey').map((text) => {
    const key = parseNoteKey(nodeHashing, text.trim())
    if (!key.ok) throw new UsageError(`--vkey: ${key.error}`)
    return key.value
  })
}

/** The checkpoint in a file that somebody kept; undefined where there is none yet. Stops the command with one that proves nothing. */
export async function readRemembered(path: string, keys: readonly NoteKey[]): Promise<OpenedCheckpoint | undefined> {
  const note = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new StopError(`writ: \`${terminalText(path)}\` cannot be read (${error.code ?? error.message})`, exit.usage)
  })
  if (note === undefined) return undefined
  const opened = openCheckpoint(note, keys, checking)
  if (opened.ok) return opened.value
  throw new StopError(`writ: \`${terminalText(path)}\` is no checkpoint to compare with: ${terminalText(opened.error, 400)}`, exit.usage)
}

/** Keeps a checkpoint in a file: whoever reads it meanwhile finds the one before or this one. */
export async function remember(path: string, note: string): Promise<void> {
  try {
    await rm(`${path}.new`, { force: true })
    const file = await open(`${path}.new`, 'wx', 0o644)
    try {
      await file.writeFile(note)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.new`, path)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it failed'
    throw new StopError(`writ: the checkpoint cannot be kept in \`${terminalText(path)}\` (${why})`, exit.unavailable)
  }
}

/**
 * Keeps what contradicts the checkpoint in a file, beside it: in `FILE.other`, or `FILE.other.2` and so on, for what one of the keys signed is the proof
 * and stays, whatever is shown later. Resolves to where it is: FILE itself where it is the same.
 */
export async function rememberOther(path: string, note: string, keys: readonly NoteKey[]): Promise<string> {
  const held = (place: string) => readFile(place, 'utf8').catch(() => undefined)
  if ((await held(path)) === note) return path
  for (let number = 1; ; number += 1) {
    const place = `${path}.other${number === 1 ? '' : `.${number}`}`
    const before = await held(place)
    if (before === note) return place
    if (before !== undefined && openCheckpoint(before, keys, checking).ok) continue
    await remember(place, note)
    return place
  }
}
