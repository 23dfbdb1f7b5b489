import type { Instant } from '../kernel/instant.ts'
import type { EntryFields, EntryType } from './catalogue/catalogue.ts'

export type Channel = 'cli' | 'web' | 'api' | 'job' | 'import'
/**
 * Who authenticated: `subject:<id>`, `operator:<os user>`, `writ:job:<name>`. The operator is whoever runs Writ on its machine: an identity
 * like any other, never an approver.
 */
export type Identity = `subject:${string}` | `operator:${string}` | `writ:job:${string}`
/** An opaque person id: `s-` and 16 letters or digits. */
export type SubjectId = string
/** A target id, a colon, the immutable id of the account there. */
export type AccountKey = string

/** Where a command came from; kept with every entry as one commitment. */
export interface Origin {
  readonly channel: Channel
  readonly identity: Identity
  /** The person acted for, where different. */
  readonly actedFor?: SubjectId
}

/** An entry as a rule wants it recorded: not yet timed, numbered or salted. */
export type Draft<T extends EntryType = EntryType> = { readonly [K in T]: { readonly type: K; readonly fields: EntryFields<K> } }[T]

/** Names an entry type and its fields, checked by the catalogue's types. */
export function draft<T extends EntryType>(type: T, fields: EntryFields<T>): Draft<T> {
  return { type, fields }
}

/**
 * A recorded entry, opened as far as its openings still exist: an erased field is absent. `fields` holds the newest version of the type
 * (older ones were upcast).
 */
export type Entry<T extends EntryType = EntryType> = {
  readonly [K in T]: {
    readonly seq: number
    readonly at: Instant
    readonly type: K
    readonly sealed: boolean
    readonly fields: Partial<EntryFields<K>>
    /** undefined when erased. */
    readonly origin: Origin | undefined
    /** Committed fields whose openings were deleted: absent from `fields` without having been absent. None = nothing was erased. */
    readonly erased?: readonly string[]
  }
}[T]

/** A sealed entry whose opening was deleted: nothing is known of it but that it was. */
export interface ErasedEntry {
  readonly seq: number
  readonly at: Instant
  readonly type: 'sealed'
}
