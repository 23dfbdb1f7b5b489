import { tellingsOf } from '../../decide/tells/tells.ts'
import type { Known } from '../../decide/question.ts'
import type { Telling } from '../../decide/tells/telling.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { Entry, ErasedEntry } from '../../ledger/entry.ts'
import { readFacts } from '../facts.ts'
import type { Instance } from '../instance.ts'
import { knownNow } from '../known.ts'
import { OutboxDownError, UndeliverableError, type Message, type Outbox } from '../ports.ts'
import { crossedOut, givenUp, keepBook, putOff, readBook, type Book, type Waiting } from './book.ts'
import type { DigestPace } from './pace.ts'
import { outAt, paceReader, parcelsOf, sortOut } from './parcels.ts'

/** A way to people, and how somebody is reached by it. */
export interface Channel {
  readonly outbox: Outbox
  /** What is told here; a room is told less than a person. */
  readonly takes: (telling: Telling) => boolean
  /** The fact that holds a person’s address; undefined = a room, told once for all. */
  readonly address: string | undefined
}

/** A message in words. */
export interface Wording {
  readonly subject: string
  readonly text: Message['text']
}

/** How tellings are put into words. */
export interface Words {
  readonly one: (telling: Telling) => Wording
  /** Several in one message, each with why it is told. */
  readonly digest: (tellings: readonly Telling[], pace: DigestPace) => Wording
}

export interface Delivered {
  readonly sent: number
  readonly waiting: number
  /** Given up in this run, with why. */
  readonly failed: readonly string[]
  /** What its readers chose not to be told there. */
  readonly unwanted: number
  /** People who could not be reached by any channel, since no source has an address of theirs. */
  readonly unreachable: number
  /** Ways that are closed for the moment: what they were to carry waits. */
  readonly down: readonly string[]
}

const PAGE = 500
const MOST_ATTEMPTS = 10
const FIRST_WAIT = 60_000
const LONGEST_WAIT = 12 * 3_600_000
/** How long to wait for a source of addresses that cannot be read. */
const LONGEST_UNKNOWN = 900_000

/**
 * Tells people of the entries since the last run: first what is to be told is kept, then it is sent, one message after the other, or, where its
 * reader chose so, gathered and sent as one list. A run that is cut in between goes on with the next one; a message may come twice and never not
 * at all. One address that fails holds up no other. The first run of an installation begins with what happens from now on.
 */
export async function deliver(instance: Instance, channels: readonly Channel[], words: Words): Promise<Delivered> {
  const { store, journal, outside } = instance
  const facts = await readFacts(instance)
  const { charter } = await instance.charters.inForce(journal.state)
  const now = outside.clock.now()
  const known = knownNow(charter, journal.state, now, facts)
  const noted = await readBook(store)
  let book = noted ?? { position: journal.size, waiting: [], failed: [] }
  const keep = async (next: Book) => {
    book = next
    await keepBook(store, next)
  }
  if (noted === undefined || book.position > journal.size) await keep({ position: journal.size, waiting: [], failed: [] })
  while (book.position < journal.size) {
    const entries = await journal.entries(book.position, PAGE)
    const more = entries.flatMap((entry) => waitingOf(channels, tellingsOf(known, entry), entry.seq, now))
    await keep({ ...book, position: book.position + entries.length, waiting: [...book.waiting, ...more] })
  }
  const sorted = await sortOut(store, book.waiting, now)
  if (sorted.waiting.some((one, index) => one !== book.waiting[index]) || sorted.unwanted > 0)
    await keep({ ...book, waiting: sorted.waiting })
  let [sent, unreachable] = [0, 0]
  const failed: string[] = []
  const down = new Set<string>()
  for (const parcel of await parcelsOf(store, book.waiting, now)) {
    if (instance.stopping?.() === true) break
    if (down.has(parcel.channel)) continue
    const { holds } = parcel
    const [first] = holds
    const channel = channels.find(({ outbox }) => outbox.id === parcel.channel)
    // said by what is known now: nobody is called to what has been decided meanwhile
    const tellings = (await Promise.all(holds.map(async (one) => tellingOf(known, one, await journal.entries(one.seq, 1))))).flat()
    const [telling] = tellings
    if (channel === undefined || first === undefined || telling === undefined) {
      await keep(crossedOut(book, holds))
      continue
    }
    const found = channel.address === undefined ? undefined : known.fact(channel.address, first.to)
    if (found?.kind === 'unknown') {
      await keep(putOff(book, holds, first.attempts, now + LONGEST_UNKNOWN))
      continue
    }
    const to = found === undefined ? undefined : textOf(found)
    if (found !== undefined && to === undefined) {
      unreachable += 1
      await keep(givenUp(book, holds, parcel, 'no address is known'))
      continue
    }
    const { digest } = parcel
    const message =
      digest === undefined
        ? { key: parcel.key, to, thread: String(telling.thread), ...words.one(telling) }
        : { key: parcel.key, to, thread: `digest/${first.to}`, ...words.digest(tellings, digest.pace) }
    const outcome = await attempt(channel.outbox, message)
    if (outcome === undefined) {
      sent += 1
      await keep(crossedOut(book, holds))
    } else if (outcome.kind === 'down') down.add(parcel.channel)
    else if (outcome.kind === 'final' || first.attempts + 1 >= MOST_ATTEMPTS) {
      failed.push(`${parcel.key}: ${outcome.why}`)
      await keep(givenUp(book, holds, parcel, outcome.why))
    } else await keep(putOff(book, holds, first.attempts + 1, now + Math.min(LONGEST_WAIT, FIRST_WAIT * 4 ** first.attempts)))
  }
  return { sent, waiting: book.waiting.length, failed, unreachable, unwanted: sorted.unwanted, down: [...down] }
}

/** What is told of an entry, by channel. */
function waitingOf(channels: readonly Channel[], tellings: readonly Telling[], seq: number, now: Instant): readonly Waiting[] {
  return channels.flatMap(({ outbox, takes, address }) => {
    const taken = tellings.filter(takes)
    // a room reads one message about an entry, however many people it is for
    const some = address === undefined ? taken.slice(0, 1) : taken
    return some.map(({ template, to }): Waiting => ({
      key: `${outbox.id}/${seq}/${template}/${address === undefined ? 'room' : to}`,
      channel: outbox.id,
      seq,
      template,
      to,
      attempts: 0,
      next: 0,
      since: now,
    }))
  })
}

function tellingOf(known: Known, { template, to }: Waiting, [entry]: readonly (Entry | ErasedEntry)[]): readonly Telling[] {
  const telling = entry === undefined ? undefined : tellingsOf(known, entry).find((one) => one.template === template && one.to === to)
  return telling === undefined ? [] : [telling]
}

/** What waits, until when at least, and what was given up, for whoever looks after the installation. */
export async function lookAtOutbox(store: Instance['store']): Promise<{
  readonly waiting: readonly { readonly key: string; readonly attempts: number; readonly next: Instant }[]
  readonly failed: Book['failed']
}> {
  const book = await readBook(store)
  const paceOf = paceReader(store)
  const waiting = []
  for (const one of book?.waiting ?? []) {
    const next = outAt(one, await paceOf(one))
    if (next !== undefined) waiting.push({ key: one.key, attempts: one.attempts, next })
  }
  return { waiting, failed: book?.failed ?? [] }
}

type Failure = { readonly kind: 'final' | 'later' | 'down'; readonly why: string }

async function attempt(outbox: Outbox, message: Message): Promise<Failure | undefined> {
  try {
    await outbox.send(message)
    return undefined
  } catch (error) {
    const kind = error instanceof OutboxDownError ? 'down' : error instanceof UndeliverableError ? 'final' : 'later'
    return { kind, why: error instanceof Error ? error.message : 'it failed' }
  }
}

function textOf(found: { readonly kind: string; readonly value?: Json }): string | undefined {
  return found.kind === 'value' && typeof found.value === 'string' && /^[^\s@<>"]+@[^\s@<>"]+$/.test(found.value) ? found.value : undefined
}
