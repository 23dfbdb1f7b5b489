import type { EntryKind, FieldsOf } from '../field.ts'
import { administration } from './administration.ts'
import { grants } from './grants.ts'
import { people } from './people.ts'
import { requests } from './requests.ts'
import { targets } from './targets.ts'
import { trouble } from './trouble.ts'

/** Every entry type of every area, final from the first release: later versions of a type are added, never changed. */
export const catalogue = { ...administration, ...people, ...requests, ...grants, ...trouble, ...targets } as const

export type EntryType = keyof typeof catalogue
export type EntryFields<T extends EntryType> = FieldsOf<(typeof catalogue)[T]['fields']>

export function kindOf(type: EntryType): EntryKind {
  return catalogue[type]
}

export function isEntryType(name: string): name is EntryType {
  return Object.hasOwn(catalogue, name)
}
