import { addDuration } from '../../kernel/duration.ts'
import { instant, type Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { readFacts } from '../facts.ts'
import type { Instance } from '../instance.ts'
import { knownNow } from '../known.ts'

/** What a mail asks for, kept beside the ledger until its sender, logged in, makes a request of it. It counts as nothing. */
export interface MailDraft {
  readonly id: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly at: Instant
}

const NOTE = 'mail-drafts'
const MOST = 500
const LASTS = { count: 30, unit: 'day' } as const
/** So many answers an hour go to one address, and to all. */
const TO_ONE = 3
const TO_ALL = 60
const HOUR = 3_600_000

export interface DraftKept {
  readonly draft: MailDraft
  /** Whether it may be answered: a forged sender must not be written to without end. */
  readonly answer: boolean
}

/** Keeps a draft; the oldest go when there are too many, and each after 30 days. */
export async function keepDraft(
  instance: Instance,
  { from, subject, text }: Pick<MailDraft, 'from' | 'subject' | 'text'>,
): Promise<DraftKept> {
  const now = instance.outside.clock.now()
  const drafts = await readDrafts(instance)
  const lately = drafts.filter(({ at }) => now - at < HOUR)
  const letters = instance.outside.randomness.bytes(15)
  const id = instance.outside.hashing.base64url(letters)
  const draft: MailDraft = { id, from, subject, text, at: now }
  await instance.store.setNote(NOTE, [...drafts, draft].slice(-MOST) as unknown as Json)
  return { draft, answer: lately.length < TO_ALL && lately.filter((one) => one.from === from).length < TO_ONE }
}

/**
 * The draft of this number, for the person whose address a source of facts says it came from; `address` is the fact. Anybody else is told what one
 * is told of a number that is none.
 */
export async function draftFor(instance: Instance, id: string, person: SubjectId, address: string): Promise<MailDraft | undefined> {
  const draft = (await readDrafts(instance)).find((one) => one.id === id)
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
  const found = known.fact(address, person)
  return draft !== undefined && found.kind === 'value' && typeof found.value === 'string' && found.value.toLowerCase() === draft.from
    ? draft
    : undefined
}

/** A request was made of it, or it is not wanted any more. */
export async function dropDraft(instance: Instance, id: string): Promise<void> {
  await instance.store.setNote(NOTE, (await readDrafts(instance)).filter((one) => one.id !== id) as unknown as Json)
}

async function readDrafts({ store, outside }: Instance): Promise<readonly MailDraft[]> {
  const note = await store.note(NOTE)
  const now = outside.clock.now()
  return ((note ?? []) as unknown as readonly MailDraft[]).filter(({ at }) => now < addDuration(instant(at), LASTS))
}
