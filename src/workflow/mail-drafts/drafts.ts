import { addDuration } from '../../kernel/duration.ts'
import { instant, type Instant } from '../../kernel/instant.ts'
import type { KnownForDue } from '../../decide/due/duty.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { readFacts } from '../facts.ts'
import type { Instance } from '../instance.ts'
import { knownNow } from '../known.ts'
import type { StoreReader } from '../ports.ts'
import { changeDesk, readDesk, type Desk, type MailDraft } from './desk.ts'

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

type Mail = Pick<MailDraft, 'from' | 'subject' | 'text'>

/** Keeps a draft; the oldest go when there are too many, and each after 30 days. */
export async function keepDraft(instance: Instance, mail: Mail): Promise<DraftKept> {
  const draft = newDraft(instance, mail)
  let answer = false
  await changeDesk(instance, (desk) => {
    answer = mayAnswer(desk, draft)
    return withDraft(desk, draft)
  })
  return { draft, answer }
}

/** A draft of a mail, not kept yet. */
export function newDraft({ outside }: Pick<Instance, 'outside'>, { from, subject, text }: Mail): MailDraft {
  return { id: outside.hashing.base64url(outside.randomness.bytes(15)), from, subject, text, at: outside.clock.now() }
}

export function withDraft(desk: Desk, draft: MailDraft): Desk {
  return { ...desk, drafts: [...lasting(desk.drafts, draft.at), draft].slice(-MOST) }
}

/** Whether a draft that is not kept yet may be answered. */
export function mayAnswer({ drafts }: Desk, { from, at: now }: MailDraft): boolean {
  const lately = drafts.filter(({ at }) => now - at < HOUR)
  return lately.length < TO_ALL && lately.filter((one) => one.from === from).length < TO_ONE
}

/**
 * The draft of this number, for the person whose address a source of facts says it came from; `address` is the fact. Anybody else is told what one
 * is told of a number that is none.
 */
export async function draftFor(instance: Instance, id: string, person: SubjectId, address: string): Promise<MailDraft | undefined> {
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), await readFacts(instance))
  return draftKnownFor(instance.store, known, id, person, address)
}

/** The same by what is known already. */
export async function draftKnownFor(
  kept: Pick<StoreReader, 'note'>,
  known: Pick<KnownForDue, 'now' | 'fact'>,
  id: string,
  person: SubjectId,
  address: string,
): Promise<MailDraft | undefined> {
  const draft = lasting((await readDesk(kept)).drafts, known.now).find((one) => one.id === id)
  const found = known.fact(address, person)
  return draft !== undefined && found.kind === 'value' && typeof found.value === 'string' && found.value.toLowerCase() === draft.from
    ? draft
    : undefined
}

/** What a draft says of the use that is asked for. */
export function useCaseOf({ subject, text }: MailDraft): string {
  return [subject, text].filter((part) => part !== '').join('\n\n')
}

/** When a draft is gone. */
export function draftEnds({ at }: MailDraft): Instant {
  return addDuration(instant(at), LASTS)
}

/** A request was made of it, or it is not wanted any more. */
export async function dropDraft(instance: Instance, id: string): Promise<void> {
  await changeDesk(instance, (desk) => ({ ...desk, drafts: desk.drafts.filter((one) => one.id !== id) }))
}

function lasting(drafts: readonly MailDraft[], now: Instant): readonly MailDraft[] {
  return drafts.filter((draft) => now < draftEnds(draft))
}
