import type { Charter, PublicField } from '../charter/model.ts'
import { classOfRole } from '../charter/members.ts'
import type { Entry, ErasedEntry } from '../ledger/entry.ts'
import { shapeOf } from '../ledger/shape.ts'

/** An entry with nothing in it but what the public may see; a sealed one has no field at all. */
export type PublicEntry = Entry | ErasedEntry

const ALL: readonly PublicField[] = ['account', 'role', 'rights', 'target', 'from', 'until', 'use_case', 'clause', 'decided_by']
/** Entries about no person: what they commit to is public whatever the charter says of people. */
const ADMINISTRATIVE: Readonly<Record<string, readonly string[]>> = {
  genesis: ['origin_id'],
  'charter.adopted': ['from', 'clause', 'decided_by'],
  'target.mode': ['target', 'mode'],
  'target.adopted': ['target', 'groups'],
  'target.observed': ['target'],
  'plan.made': ['target'],
}

export function publicFields(charter: Charter, role: string | undefined): readonly PublicField[] {
  const block = role === undefined ? undefined : charter.roles.get(role)
  const ofClass = block === undefined ? undefined : charter.classes.get(classOfRole(charter, block) ?? '')?.public
  return ofClass ?? charter.log?.public ?? ALL
}

export function publicEntryOf(entry: Entry | ErasedEntry, charter: Charter, roleOf: (grant: number) => string | undefined): PublicEntry {
  if (entry.type === 'sealed' || entry.sealed) return { seq: entry.seq, at: entry.at, type: 'sealed' }
  const shape = shapeOf(entry.type)
  const own = entry.fields as Readonly<Record<string, unknown>>
  const role = typeof own['role'] === 'string' ? own['role'] : typeof own['grant'] === 'number' ? roleOf(own['grant']) : undefined
  const declared: readonly string[] = entry.type.startsWith('grant.') ? publicFields(charter, role) : []
  const visible = new Set([...(shape?.plain ?? []), ...declared, ...(ADMINISTRATIVE[entry.type] ?? [])])
  const fields = Object.fromEntries(Object.entries(own).filter(([name]) => visible.has(name)))
  return { ...entry, fields, origin: undefined }
}
