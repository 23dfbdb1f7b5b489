import type { Hashing } from '../kernel/hashing.ts'
import type { InclusionFile, LogSize } from './proof-file.ts'

/** Everything that the log holds about one grant, each entry with its proof against one root; hashes are hex. Final like the leaf. */
export interface EvidenceFile extends LogSize {
  readonly format: 'writ-evidence-1'
  /** Leaf hash of the first entry: which log it is. */
  readonly origin: string
  /** The entry that made the grant. */
  readonly grant: number
  readonly entries: readonly EvidenceEntry[]
}

/** Nothing stands in it that is not proved: what the entry is and says are in its body and its openings. */
export type EvidenceEntry = Pick<InclusionFile, 'entry' | 'leaf' | 'path' | 'body' | 'openings'>

/** What is wrong with evidence: each entry must be whole and stand in the log of the one root. `check` proves one of them. */
export function problemsOfEvidence(
  hashing: Hashing,
  { size, root, origin, grant, entries }: EvidenceFile,
  check: (hashing: Hashing, file: InclusionFile) => readonly string[],
): readonly string[] {
  const problems = entries.flatMap(({ entry, leaf, path, body, openings }) => {
    const found = check(hashing, { format: 'writ-inclusion-proof-1', origin, size, root, entry, leaf, path, body, openings })
    return [...(body === undefined ? ['it is not in the file'] : []), ...found].map((text) => `entry ${entry}: ${text}`)
  })
  if (!entries.some(({ entry }) => entry === grant)) problems.push(`the entry ${grant} that made the grant is missing`)
  return problems
}
