import type { Json } from '../../kernel/json.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { StoreReader } from '../ports.ts'
import type { Pace } from './pace.ts'

/** Channels that reach one person each; a room is told once for all, so nobody chooses for it. */
export const PERSONAL_CHANNELS = ['mail'] as const
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number]

/** What a person chose, by channel. */
export type NoticePreferences = Readonly<Record<PersonalChannel, Pace>>

/** What is kept beside the ledger for a person. */
export interface KeptPreferences {
  readonly paces: Partial<NoticePreferences>
  /** The commands that were carried out last, so that one that is repeated late changes nothing. */
  readonly keys: readonly string[]
}

/** Whoever chose nothing is told everything at once. */
const DEFAULT: NoticePreferences = { mail: 'at-once' }

type NoteReader = Pick<StoreReader, 'note'>

export const preferencesNote = (person: SubjectId) => `notice-preferences/${person}`

export async function keptPreferences(store: NoteReader, person: SubjectId): Promise<KeptPreferences> {
  const note: Json | undefined = await store.note(preferencesNote(person))
  return note === undefined || note === null ? { paces: {}, keys: [] } : (note as unknown as KeptPreferences)
}

/** How a person wants to be told what need not be told at once. */
export async function noticePreferences(store: NoteReader, person: SubjectId): Promise<NoticePreferences> {
  return { ...DEFAULT, ...(await keptPreferences(store, person)).paces }
}
