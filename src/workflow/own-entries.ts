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
  'account.locked': ['reason'],
  'account.unlocked': ['reason'],
  'token.made': ['secret'],
}
const ALWAYS_LEFT_OUT: readonly string[] = ['content', 'evidence']

/** Entries that name nobody, and by which of their fields they belong to one that does. */
const FOLLOWS: Readonly<Partial<Record<EntryType, string>>> = {
  'suspension.heard': 'suspension',
  'inactivity.answered': 'notice',
  'fact.answered': 'correction',
  'request.closed': 'request',
  'account.renamed': 'account',
  'account.locked': 'account',
  'account.unlocked': 'account',
  'token.revoked': 'token',
}
/** What such an entry may follow: entries by their number, accounts by their key, tokens by their id. */
const LEADS: Readonly<Partial<Record<EntryType, 'account' | 'token' | 'seq'>>> = {
  'suspension.started': 'seq',
  'inactivity.noticed': 'seq',
  'fact.corrected': 'seq',
  'request.filed': 'seq',
  'account.linked': 'account',
  'token.made': 'token',
}

/**
 * Every entry that names a person as whom it is about or who acted, or that follows one about them, among the first so many; other work gets its
 * turn between two pages.
 */
export async function* ownEntries(reader: Pick<StoreReader, 'read'>, size: number, person: SubjectId): AsyncGenerator<OwnEntry> {
  const leads = new Set<string>()
  for await (const page of unhurriedPages(reader, 0, size)) {
    for (const stored of page) {
      const entry = decodeEntry(stored)
      const own = ownEntry(entry, person) ?? followed(entry, leads)
      if (own === undefined) continue
      const lead = LEADS[own.entry.type]
      if (lead !== undefined) leads.add(leadTo(lead, lead === 'seq' ? own.entry.seq : own.fields[lead]))
      yield own
    }
  }
}

const leadTo = (kind: 'account' | 'token' | 'seq', value: Json | undefined) => `${kind} ${JSON.stringify(value)}`

function followed(entry: Entry | ErasedEntry, leads: ReadonlySet<string>): OwnEntry | undefined {
  if (entry.type === 'sealed') return undefined
  const by = FOLLOWS[entry.type]
  if (by === undefined) return undefined
  const fields = entry.fields as Readonly<Record<string, Json>>
  const lead = by === 'account' || by === 'token' ? by : 'seq'
  return leads.has(leadTo(lead, fields[by])) ? shown(entry, fields, LEFT_OUT[entry.type] ?? []) : undefined
}

function shown(entry: Entry, fields: Readonly<Record<string, Json>>, leftOut: readonly string[]): OwnEntry {
  const left = [...ALWAYS_LEFT_OUT, ...leftOut]
  return { entry, fields: Object.fromEntries(Object.entries(fields).filter(([name]) => !left.includes(name))) }
}

/** undefined = it is not theirs to read. */
export function ownEntry(entry: Entry | ErasedEntry, person: SubjectId): OwnEntry | undefined {
  if (entry.type === 'sealed' || NEVER.has(entry.type)) return undefined
  const all = entry.fields as Readonly<Record<string, Json>>
  const by = all['by'] === person || all['by'] === `subject:${person}`
  const about = all['subject'] === person || all['owner'] === person
  if (!by && (!about || CONFIDENTIAL.has(entry.type))) return undefined
  return shown(entry, all, by ? [] : (LEFT_OUT[entry.type] ?? []))
}
