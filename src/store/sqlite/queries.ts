import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Json } from '../../kernel/json.ts'
import type { Openings, StoredEntry } from '../../ledger/leaf.ts'
import type { Snapshot } from '../../workflow/ports.ts'
import { StoreFailedError } from '../errors.ts'

/** What can be asked of an open database, by writer and reader alike. */
export interface Queries {
  size(): number
  read(from: number, limit: number): StoredEntry[]
  leaves(from: number, limit: number): Uint8Array[]
  answerOf(idempotencyKey: string): Json | undefined
  hasCommand(idempotencyKey: string): boolean
  document(hash: string): string | undefined
  loadSnapshot(upTo?: number): Snapshot | undefined
  note(name: string): Json | undefined
  erasures(): number
}

/** Bytes of a leaf hash. */
const LEAF = 32

export function prepareQueries(db: DatabaseSync): Queries {
  const size = db.prepare('SELECT coalesce(max(seq) + 1, 0) FROM event')
  // Leaf and body come as one value: making the arrays is a third of what reading a page costs.
  const entries = db.prepare(
    `SELECT event.seq, CAST(leaf || body AS BLOB), data FROM event LEFT JOIN opening ON opening.seq = event.seq
     WHERE event.seq >= ? AND event.seq < ? ORDER BY event.seq`,
  )
  const leaves = db.prepare('SELECT leaf FROM event WHERE seq >= ? AND seq < ? ORDER BY seq')
  const answer = db.prepare('SELECT answer FROM command WHERE idem = ?')
  const document = db.prepare('SELECT text FROM document WHERE hash = ?')
  const snapshot = db.prepare('SELECT size, root, version, state FROM snapshot WHERE size <= ? ORDER BY size DESC LIMIT 1')
  const note = db.prepare('SELECT value FROM note WHERE name = ?')
  const erasures = db.prepare('SELECT value FROM note WHERE name = ?')
  for (const statement of [size, entries, leaves, answer, document, snapshot, note, erasures]) statement.setReturnArrays(true)
  const count = () => (size.get() as unknown as [number])[0]
  return {
    size: count,
    read(from, limit) {
      const end = Math.min(from + limit, count())
      if (from >= end) return []
      const rows = entries.all(from, end) as unknown as [number, Uint8Array, string | null][]
      return rows.map(([seq, bytes, data]) => ({
        seq,
        body: bytes.subarray(LEAF),
        leaf: bytes.subarray(0, LEAF),
        openings: data === null ? undefined : (JSON.parse(data) as Openings),
      }))
    },
    leaves: (from, limit) => (leaves.all(from, from + limit) as unknown as [Uint8Array][]).map(([leaf]) => leaf),
    answerOf(idempotencyKey) {
      const found = answer.get(keyHash(idempotencyKey)) as unknown as [string | null] | undefined
      if (found?.[0] === null) throw new StoreFailedError('this was done before; its answer was deleted by an erasure')
      return json(found)
    },
    hasCommand: (idempotencyKey) => answer.get(keyHash(idempotencyKey)) !== undefined,
    document(name) {
      const bytes = (document.get(name) as unknown as [Uint8Array] | undefined)?.[0]
      if (bytes === undefined) return undefined
      if (hash('sha256', bytes) !== name)
        throw new StoreFailedError(`the document \`${name}\` was changed in the file; restore the last backup`)
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
    },
    loadSnapshot(upTo = Number.MAX_SAFE_INTEGER) {
      const found = snapshot.get(upTo) as unknown as [number, string, string, Uint8Array] | undefined
      return found && { size: found[0], root: found[1], version: found[2], state: found[3] }
    },
    note(name) {
      return json(note.get(name))
    },
    erasures: () => (json(erasures.get(ERASURES)) as number | undefined) ?? 0,
  }
}

/** The note in which the store itself counts erasures. */
export const ERASURES = 'store:erasures'

/** Keys are found by 128 bits of their SHA-256: of any length, exact to the last UTF-16 unit, telling nothing. */
export function keyHash(idempotencyKey: string): string {
  return hash('sha256', Buffer.from(idempotencyKey, 'utf16le'), 'base64url').slice(0, 22)
}

/** A row of one column with a JSON text in it. */
function json(row: unknown): Json | undefined {
  return row === undefined ? undefined : (JSON.parse((row as [string])[0]) as Json)
}
