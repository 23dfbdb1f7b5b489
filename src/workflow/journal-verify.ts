import type { Hashing } from '../kernel/hashing.ts'
import { decodeEntry } from '../ledger/decode.ts'
import type { Entry, ErasedEntry } from '../ledger/entry.ts'
import { TamperedEntryError } from '../ledger/errors.ts'
import { Tree } from '../ledger/tree.ts'
import { storedPages } from './journal-head.ts'
import { hexOf } from './ids.ts'
import type { StoreReader } from './ports.ts'

export interface Verification {
  readonly size: number
  /** Hex root of the tree over the stored leaves. */
  readonly root: string
  readonly problems: readonly Problem[]
}

export interface Problem {
  /** The entry it is about; undefined = the ledger as a whole. */
  readonly seq: number | undefined
  readonly text: string
}

/** What the ledger is to be compared with: a size and the hex root that was right for it. */
export interface Checkpoint {
  readonly size: number
  readonly root: string
}

/**
 * Re-hashes every leaf, opens every commitment, follows numbers and times, looks for every charter and plan, and builds the tree anew. It
 * shows that the stored parts belong together and, with `expected`, that they are those of that root; that nobody replaced all of them
 * only a root kept elsewhere can show.
 */
export async function verifyLedger(store: StoreReader, hashing: Hashing, expected?: Checkpoint): Promise<Verification> {
  const problems: Problem[] = []
  const tree = new Tree(hashing)
  const documents = new Map<string, number>()
  const size = expected?.size ?? (await store.size())
  let due = 0
  let last = 0
  for await (const page of storedPages(store, 0, size)) {
    for (const stored of page) {
      if (stored.seq !== due) problems.push({ seq: due, text: missing(due, stored.seq - 1) })
      due = stored.seq + 1
      tree.append(stored.leaf)
      try {
        const entry = decodeEntry(stored, hashing)
        if (entry.at < last) problems.push({ seq: stored.seq, text: 'it is dated before its predecessor' })
        last = Math.max(last, entry.at)
        for (const hash of documentsOf(entry)) if (!documents.has(hash)) documents.set(hash, stored.seq)
      } catch (error) {
        problems.push({ seq: stored.seq, text: whyOf(error) })
      }
    }
  }
  if (due < size) problems.push({ seq: due, text: missing(due, size - 1) })
  problems.push(...(await missingDocuments(store, documents)))
  const root = hexOf(tree.root())
  if (expected !== undefined && root !== expected.root)
    problems.push({ seq: undefined, text: `the root over ${size} entries is ${root}, but it was ${expected.root}` })
  return { size, root, problems }
}

/** The texts an entry names by hash: charters and plans. Other hashes are of contents that are not kept. */
function documentsOf(entry: Entry | ErasedEntry): readonly string[] {
  switch (entry.type) {
    case 'genesis':
    case 'charter.proposed':
    case 'charter.adopted':
      return entry.fields.charter === undefined ? [] : [entry.fields.charter]
    case 'plan.made':
      return entry.fields.plan === undefined ? [] : [entry.fields.plan]
    default:
      return []
  }
}

async function missingDocuments(store: StoreReader, documents: ReadonlyMap<string, number>): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  for (const [hash, seq] of documents) {
    try {
      if ((await store.document(hash)) === undefined) problems.push({ seq, text: `the text \`${hash}\` it names is not kept` })
    } catch (error) {
      problems.push({ seq, text: whyOf(error) })
    }
  }
  return problems
}

function missing(from: number, to: number): string {
  return from === to ? 'it is missing' : `it and all up to ${to} are missing`
}

function whyOf(error: unknown): string {
  if (error instanceof TamperedEntryError) return error.why
  return error instanceof Error ? error.message : String(error)
}
