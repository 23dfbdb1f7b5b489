import type { Json } from '../kernel/json.ts'
import { decodeEntry } from '../ledger/decode.ts'
import type { EntryType } from '../ledger/catalogue/catalogue.ts'
import type { Entry, ErasedEntry, SubjectId } from '../ledger/entry.ts'
import { unhurriedPages } from './journal-head.ts'
import type { StoreReader } from './ports.ts'

/** An entry as whom it concerns may read it. */
export interface OwnEntry {
  readonly entry: Entry
  readonly fields: Readonly<Record<string, Json>>
}

/**
 * What is looked into in confidence, or not decided yet, is in nobody’s own data because it is about them; what they said themselves is. The field
 * that says who acted is looked at for these alone.
 */
const CONFIDENTIAL: ReadonlySet<EntryType> = new Set([
  'case.opened',
  'case.noted',
  'case.read',
  'case.referred',
  'case.closed',
  'grant.proposed',
])
/** Of a case somebody handles the words are about others. */
const NEVER: ReadonlySet<EntryType> = new Set(['case.noted', 'case.read', 'case.referred', 'case.closed'])
/** What is for a hearing and not for a file; hashes and proofs, which tell nothing of a person. */
const LEFT_OUT: Readonly<Partial<Record<EntryType, readonly string[]>>> = {
  'suspension.started': ['reason', 'cause', 'decided_by'],
  'token.made': ['secret'],
}
const ALWAYS_LEFT_OUT: readonly string[] = ['content', 'evidence']

/** Every entry that names a person as whom it is about or who acted, among the first so many; other work gets its turn between two pages. */
export async function* ownEntries(reader: Pick<StoreReader, 'read'>, size: number, person: SubjectId): AsyncGenerator<OwnEntry> {
  for await (const page of unhurriedPages(reader, 0, size)) {
    for (const stored of page) {
      const own = ownEntry(decodeEntry(stored), person)
      if (own !== undefined) yield own
    }
  }
}

/** undefined = it is not theirs to read. */
export function ownEntry(entry: Entry | ErasedEntry, person: SubjectId): OwnEntry | undefined {
  if (entry.type === 'sealed' || NEVER.has(entry.type)) return undefined
  const all = entry.fields as Readonly<Record<string, Json>>
  const by = all['by'] === person || all['by'] === `subject:${person}`
  const about = all['subject'] === person || all['owner'] === person
  if (!by && (!about || CONFIDENTIAL.has(entry.type))) return undefined
  const left = by ? ALWAYS_LEFT_OUT : [...ALWAYS_LEFT_OUT, ...(LEFT_OUT[entry.type] ?? [])]
  return { entry, fields: Object.fromEntries(Object.entries(all).filter(([name]) => !left.includes(name))) }
}
