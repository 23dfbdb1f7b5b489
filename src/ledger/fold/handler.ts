import { instant, type Instant } from '../../kernel/instant.ts'
import type { EntryType } from '../catalogue/catalogue.ts'
import type { Entry } from '../entry.ts'
import type { Tables } from './tables.ts'

/** What an entry of one type does to the tables. Whatever it needs may have been erased: then it does what is left to do. */
export type Handler<T extends EntryType> = (tables: Tables, entry: Entry<T>) => void
/** A type without a handler is on record only. */
export type Handlers = { readonly [T in EntryType]?: Handler<T> }

/** A stored moment; undefined where it is absent or erased. */
export function momentOf(text: string | undefined): Instant | undefined {
  const milliseconds = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(milliseconds) ? undefined : instant(milliseconds)
}
