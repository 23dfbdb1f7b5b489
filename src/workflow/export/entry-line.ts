import { bodyText, type StoredEntry } from '../../ledger/leaf.ts'

/** An entry as one line of JSON: the exact text that is hashed, and what opens its commitments; null where that was erased. */
export function entryLine({ seq, body, openings }: StoredEntry): string {
  return `${JSON.stringify({ seq, body: bodyText(body), openings: openings ?? null })}\n`
}
