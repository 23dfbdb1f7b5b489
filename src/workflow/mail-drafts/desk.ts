import type { Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { Instance } from '../instance.ts'
import type { Store, StoreReader } from '../ports.ts'

/** What a mail asks for, kept beside the ledger until its sender, logged in, makes a request of it. It counts as nothing. */
export interface MailDraft {
  readonly id: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly at: Instant
}

/** A message of a mailbox from the first attempt to read it until it has left the mailbox. */
export interface MailTaken {
  readonly mailbox: string
  /** UIDVALIDITY and UID: what the message is called there. */
  readonly validity: string
  readonly uid: number
  /** When it was first tried. */
  readonly at: Instant
  readonly attempts: number
  /** Not before then. */
  readonly next: Instant
  /** SHA-256 of its bytes, hex: by this it is known where the mailbox has called everything anew. */
  readonly hash?: string
  /** What became of it; absent = not decided. */
  readonly outcome?: MailOutcome
}

export type MailOutcome = { readonly kind: 'draft'; readonly draft: string } | { readonly kind: 'aside'; readonly why: string }

/** An answer that is still to be sent. */
export interface AnswerDue {
  readonly draft: string
  readonly to: string
  readonly at: Instant
}

/** Everything that is kept of mails, changed as a whole: a draft and that its message was treated are one write. */
export interface Desk {
  readonly drafts: readonly MailDraft[]
  readonly mails: readonly MailTaken[]
  readonly answers: readonly AnswerDue[]
}

const NOTE = 'mail-drafts'

export async function readDesk(store: Pick<StoreReader, 'note'>): Promise<Desk> {
  const note = (await store.note(NOTE)) ?? []
  // earlier versions kept the drafts alone
  return Array.isArray(note) ? { drafts: note as unknown as readonly MailDraft[], mails: [], answers: [] } : (note as unknown as Desk)
}

const turns = new WeakMap<Store, Promise<unknown>>()

/** Changes what is kept, one change after the other; what does not change is not written. */
export async function changeDesk({ store }: Pick<Instance, 'store'>, change: (desk: Desk) => Desk): Promise<Desk> {
  const work = async () => {
    const before = await readDesk(store)
    const desk = change(before)
    if (desk !== before) await store.setNote(NOTE, JSON.parse(JSON.stringify(desk)) as Json)
    return desk
  }
  const mine = (turns.get(store) ?? Promise.resolve()).then(work, work)
  turns.set(store, mine)
  return mine
}
