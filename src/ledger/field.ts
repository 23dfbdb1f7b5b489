/**
 * The kinds of fields an entry may have. Fields of the plain kinds stand readable in the public leaf; all others are salted commitments
 * there and their values live in the erasable side table, whatever a charter says.
 */
export type PlainKind = 'subject' | 'seq' | 'count' | 'hash' | 'word' | 'yes-no'
export type CommittedKind = 'text' | 'name' | 'names' | 'moment' | 'map'
export type FieldKind = PlainKind | CommittedKind

/** One field of an entry type, with its meaning for docs/spec/ledger.md. */
export interface Field {
  readonly kind: FieldKind
  readonly optional: boolean
  readonly text: string
  /** The allowed words of a `word` field. */
  readonly words?: readonly string[]
}

interface Values {
  /** An opaque subject id: never a name. */
  subject: string
  /** The sequence number of an earlier entry. */
  seq: number
  count: number
  /** SHA-256 of a document in the side table, 64 hex digits. */
  hash: string
  word: string
  'yes-no': boolean
  /** Free text. */
  text: string
  /** A name: role, target, account key, clause, group. */
  name: string
  names: readonly string[]
  /** RFC 3339 in UTC with milliseconds. */
  moment: string
  map: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

export type ValueOf<F extends Field> = F['words'] extends readonly (infer W)[] ? W : Values[F['kind']]

type OptionalNames<T extends Readonly<Record<string, Field>>> = { [K in keyof T]: T[K]['optional'] extends true ? K : never }[keyof T]
/** The TypeScript shape of an entry's fields, read off its table. */
export type FieldsOf<T extends Readonly<Record<string, Field>>> = { readonly [K in Exclude<keyof T, OptionalNames<T>>]: ValueOf<T[K]> } & {
  readonly [K in OptionalNames<T>]?: ValueOf<T[K]>
}

export function must<const K extends Exclude<FieldKind, 'word'>>(
  kind: K,
  text: string,
): { readonly kind: K; readonly optional: false; readonly text: string } {
  return { kind, optional: false, text }
}

export function may<const K extends Exclude<FieldKind, 'word'>>(
  kind: K,
  text: string,
): { readonly kind: K; readonly optional: true; readonly text: string } {
  return { kind, optional: true, text }
}

export function oneOf<const W extends readonly string[]>(
  words: W,
  text: string,
): { readonly kind: 'word'; readonly optional: false; readonly text: string; readonly words: W } {
  return { kind: 'word', optional: false, text, words }
}

/** One entry type of the catalogue. */
export interface EntryKind {
  readonly v: number
  readonly text: string
  /** Sealed entries tell the public nothing but their number, their batch's time and one commitment. */
  readonly sealed: boolean
  readonly fields: Readonly<Record<string, Field>>
}
