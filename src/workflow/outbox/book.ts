import type { TellingTemplate } from '../../decide/tells/telling.ts'
import type { Json } from '../../kernel/json.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Store, StoreReader } from '../ports.ts'
import type { DigestPace } from './pace.ts'

/** A message that waits, as it is kept beside the ledger: whom, of which entry, and no word of it. */
export interface Waiting {
  readonly key: string
  readonly channel: string
  readonly seq: number
  readonly template: TellingTemplate
  readonly to: SubjectId
  readonly attempts: number
  /** Milliseconds since 1970: not before then. */
  readonly next: number
  /** Milliseconds since 1970: when it was taken in. Absent in books of earlier versions. */
  readonly since?: number
  /** The digest it belongs to; kept before that is sent, so that it stays the same one whatever happens meanwhile. */
  readonly digest?: { readonly key: string; readonly pace: DigestPace }
}

export interface Book {
  /** The first entry nobody was told of yet. */
  readonly position: number
  readonly waiting: readonly Waiting[]
  /** Given up, newest first. */
  readonly failed: readonly { readonly key: string; readonly channel: string; readonly why: string }[]
}

const NOTE = 'outbox'
const MOST_FAILED = 100

export async function readBook(store: Pick<StoreReader, 'note'>): Promise<Book | undefined> {
  const note = await store.note(NOTE)
  return note === undefined || note === null ? undefined : (note as unknown as Book)
}

export async function keepBook(store: Pick<Store, 'setNote'>, book: Book): Promise<void> {
  await store.setNote(NOTE, JSON.parse(JSON.stringify(book)) as Json)
}

/** The book without what was sent, or is not to be sent any more. */
export function crossedOut(book: Book, gone: readonly Waiting[]): Book {
  const keys = new Set(gone.map(({ key }) => key))
  return { ...book, waiting: book.waiting.filter(({ key }) => !keys.has(key)) }
}

/** The book once something was given up. */
export function givenUp(book: Book, gone: readonly Waiting[], { key, channel }: Pick<Waiting, 'key' | 'channel'>, why: string): Book {
  return { ...crossedOut(book, gone), failed: [{ key, channel, why }, ...book.failed].slice(0, MOST_FAILED) }
}

/** The book with something that is tried again later. */
export function putOff(book: Book, some: readonly Waiting[], attempts: number, next: number): Book {
  const keys = new Set(some.map(({ key }) => key))
  return { ...book, waiting: book.waiting.map((one) => (keys.has(one.key) ? { ...one, attempts, next } : one)) }
}
