/** What a log says of itself and signs: https://c2sp.org/tlog-checkpoint. */
import { fromBase64, toBase64 } from '../kernel/base64.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { parseNote, signersOf, type Checking, type NoteKey } from './signed-note.ts'

export interface Checkpoint {
  /** Which log it is of. */
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Uint8Array
}

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

/** Further lines are allowed there and say nothing here. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', encoded = '', ...more] = text.split('\n')
  const root = fromBase64(encoded)
  const isWhole = more.pop() === '' && !more.includes('')
  if (!isWhole || origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined
  return root?.length === 32 ? { origin, size: Number(size), root } : undefined
}

/** A signed checkpoint whose signature was checked. */
export interface OpenedCheckpoint extends Checkpoint {
  /** Those of the keys asked for that signed it; the name of each is the origin. */
  readonly signers: readonly NoteKey[]
}

/** What a signed checkpoint says, if one of these keys signed it; the error says what is wrong. */
export function openCheckpoint(note: string, keys: readonly NoteKey[], checking: Checking): Result<OpenedCheckpoint, string> {
  const parsed = parseNote(note)
  const checkpoint = parsed === undefined ? undefined : parseCheckpoint(parsed.text)
  if (parsed === undefined || checkpoint === undefined) return err('it is no signed checkpoint')
  const signers = signersOf(parsed, keys, checking)
  if (!signers.ok) return signers
  if (!signers.value.some(({ name }) => name === checkpoint.origin)) return err(`it is of another log, ${checkpoint.origin}`)
  return ok({ ...checkpoint, signers: signers.value })
}
