import type { Hashing } from '../kernel/hashing.ts'
import { canonicalJson, type Json } from '../kernel/json.ts'
import { commitment, saltFromText } from './commitment.ts'
import { TamperedEntryError } from './errors.ts'
import { bodyText, LEAF_PREFIX, type Opening, type StoredEntry } from './leaf.ts'
import { SEALED, SEALED_OPENING } from './shape.ts'

/**
 * Checks that the leaf is the body's and that every opening opens the commitment of its name in this entry. Says nothing about whether the
 * entry stands in the ledger: that is the tree's matter. Throws TamperedEntryError.
 */
export function verifyEntry(stored: StoredEntry, hashing: Hashing): void {
  const { seq } = stored
  if (!equalBytes(hashing.sha256(LEAF_PREFIX, stored.body), stored.leaf))
    throw new TamperedEntryError(seq, 'its leaf hash is not its body’s')
  const leaf = parseCanonical(stored)
  const { type, v, c } = leaf
  if (typeof type !== 'string' || typeof v !== 'number' || c === undefined) throw new TamperedEntryError(seq, 'its body is no entry')
  const commitments = type === SEALED ? { [SEALED_OPENING]: c } : (c as Readonly<Record<string, Json>>)
  for (const [name, opening] of Object.entries(stored.openings ?? {})) {
    if (!Object.hasOwn(commitments, name)) throw new TamperedEntryError(seq, `it has an opening \`${name}\` but no such commitment`)
    if (!opens(hashing, opening, type, v, name, commitments[name]))
      throw new TamperedEntryError(seq, `\`${name}\` is not what was committed to`)
  }
}

function opens(hashing: Hashing, opening: Opening, type: string, v: number, name: string, committed: Json | undefined): boolean {
  const salt = saltFromText(opening.salt)
  return salt !== undefined && commitment(hashing, salt, type, v, name, opening.value) === committed
}

/** Two readers must never see two different entries in the same bytes: the body is its own canonical form, or it is refused. */
function parseCanonical(stored: StoredEntry): Readonly<Record<string, Json>> {
  const text = bodyText(stored.body)
  try {
    const leaf = JSON.parse(text) as Json
    if (canonicalJson(leaf) === text && typeof leaf === 'object' && leaf !== null) return leaf as Readonly<Record<string, Json>>
  } catch (cause) {
    throw new TamperedEntryError(stored.seq, 'its body is not JSON', { cause })
  }
  throw new TamperedEntryError(stored.seq, 'its body is not canonical JSON')
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}
