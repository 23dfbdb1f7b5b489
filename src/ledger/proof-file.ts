import type { Hashing } from '../kernel/hashing.ts'
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { TamperedEntryError } from './errors.ts'
import { problemsOfEvidence, type EvidenceFile } from './evidence-file.ts'
import type { Openings } from './leaf.ts'
import { isConsistent, rootOfInclusion } from './proof.ts'
import { parseNote, type Checking, type NoteKey } from './signed-note.ts'
import { verifyEntry } from './verify.ts'

/** The log at one size: the root is hex. */
export interface LogSize {
  readonly size: number
  readonly root: string
}

interface Signed<Bare extends string, WithCheckpoint extends string> {
  readonly format: Bare | WithCheckpoint
  /** The signed checkpoint of the (later) size and its root; there is one in the second format alone. */
  readonly checkpoint?: string | undefined
}

/** Shows that an entry stands in the log; hashes are hex. Final like the leaf: what is added has another `format`. */
export interface InclusionFile extends LogSize, Signed<'writ-inclusion-proof-1', 'writ-inclusion-proof-2'> {
  /** Leaf hash of the first entry: which log it is. */
  readonly origin: string
  readonly entry: number
  readonly leaf: string
  /** From the neighbour of the leaf up to a child of the root (RFC 9162 section 2.1.3). */
  readonly path: readonly string[]
  /** The entry itself; absent where it tells more than is public. */
  readonly body?: string | undefined
  readonly openings?: Openings | undefined
}

/** Shows that the log of a later size begins with that of an earlier one; hashes are hex. */
export interface ConsistencyFile extends Signed<'writ-consistency-proof-1', 'writ-consistency-proof-2'> {
  readonly origin: string
  readonly first: LogSize
  readonly second: LogSize
  /** RFC 9162 section 2.1.4. */
  readonly path: readonly string[]
}

export type ProofFile = InclusionFile | ConsistencyFile | EvidenceFile

/**
 * What is wrong with a proof, nothing if it is one. It is one for the roots that stand in it: that they are the log's, only a signature by its key can
 * say (`problemsOfSignature`), or somebody who kept them elsewhere.
 */
export function problemsOfProof(hashing: Hashing, proof: ProofFile): readonly string[] {
  if (proof.format === 'writ-evidence-1') return problemsOfEvidence(hashing, proof, problemsOfInclusion)
  const problems = isConsistencyFile(proof) ? problemsOfConsistency(hashing, proof) : problemsOfInclusion(hashing, proof)
  return [...problems, ...problemsOfCheckpoint(proof)]
}

export function isConsistencyFile(proof: ProofFile): proof is ConsistencyFile {
  return proof.format === 'writ-consistency-proof-1' || proof.format === 'writ-consistency-proof-2'
}

/** Why none of these keys signed what a proof leads to; nothing if one did. */
export function problemsOfSignature(proof: ProofFile, keys: readonly NoteKey[], checking: Checking): readonly string[] {
  const note = 'checkpoint' in proof ? proof.checkpoint : undefined
  if (note === undefined) return ['it brings no signature: take the proof for the size that was signed last']
  const opened = openCheckpoint(note, keys, checking)
  return opened.ok ? [] : [opened.error]
}

/** A checkpoint must be of the size and root that the proof leads to, whoever signed it. */
function problemsOfCheckpoint(proof: InclusionFile | ConsistencyFile): readonly string[] {
  const { format, checkpoint: note } = proof
  if (format.endsWith('-1')) return note === undefined ? [] : ['it brings a checkpoint, which its form does not have']
  const { size, root } = isConsistencyFile(proof) ? proof.second : proof
  const checkpoint = parseCheckpoint(parseNote(note ?? '')?.text ?? '')
  if (checkpoint?.size === size && hexOf(checkpoint.root) === root) return []
  return ['the checkpoint in it is of another size or root']
}

function problemsOfInclusion(
  hashing: Hashing,
  { entry, size, root, leaf, path, origin, body, openings }: InclusionFile,
): readonly string[] {
  const problems: string[] = []
  const hash = bytesOf(leaf)
  if (body === undefined && openings !== undefined) problems.push('it opens values of an entry that it does not hold')
  if (body !== undefined)
    try {
      verifyEntry({ seq: entry, body: hashing.utf8(body), leaf: hash, openings }, hashing)
    } catch (error) {
      if (!(error instanceof TamperedEntryError)) throw error
      problems.push(`of the entry: ${error.why}`)
    }
  if (entry === 0 && leaf !== origin) problems.push('the first entry is not the one it names')
  const found = rootOfInclusion(hashing, { index: entry, size, leaf: hash, path: path.map(bytesOf) })
  if (found === undefined) problems.push('its path does not lead from this entry to a root of this size')
  else if (hexOf(found) !== root) problems.push(`its path leads to the root ${hexOf(found)}, not to ${root}`)
  return problems
}

function problemsOfConsistency(hashing: Hashing, { first, second, path, origin }: ConsistencyFile): readonly string[] {
  const problems: string[] = []
  if (first.size === 1 && first.root !== origin) problems.push('the first entry is not the one it names')
  const given = { first: first.size, firstRoot: bytesOf(first.root), second: second.size, secondRoot: bytesOf(second.root) }
  if (!isConsistent(hashing, { ...given, path: path.map(bytesOf) }))
    problems.push(
      `the log of ${second.size} entries does not begin with the one of ${first.size}: what came before was changed, or the proof is of others`,
    )
  return problems
}

/** From hex; empty for anything else, which fits nothing. */
function bytesOf(hex: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(hex)) return new Uint8Array()
  return Uint8Array.from({ length: 32 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
