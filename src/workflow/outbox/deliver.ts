import { tellingsOf } from '../../decide/tells/tells.ts'
import type { Telling, TellingTemplate } from '../../decide/tells/telling.ts'
import { instant, type Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { readFacts } from '../facts.ts'
import type { Instance } from '../instance.ts'
import { knownNow } from '../known.ts'
import { OutboxDownError, UndeliverableError, type Message, type Outbox } from '../ports.ts'

/** A way to people, and how somebody is reached by it. */
export interface Channel {
  readonly outbox: Outbox
  /** What is told here; a room is told less than a person. */
  readonly takes: (telling: Telling) => boolean
  /** The fact that holds a person’s address; undefined = a room, told once for all. */
  readonly address: string | undefined
}

export type Compose = (telling: Telling) => { readonly subject: string; readonly text: readonly string[] }

/** A message that waits, as it is kept beside the ledger: whom, of which entry, and no word of it. */
interface Waiting {
  readonly key: string
  readonly channel: string
  readonly seq: number
  readonly template: TellingTemplate
  readonly to: SubjectId
  readonly attempts: number
  /** Milliseconds since 1970: not before then. */
  readonly next: number
}

interface Book {
  /** The first entry nobody was told of yet. */
  readonly position: number
  readonly waiting: readonly Waiting[]
  /** Given up, newest first. */
  readonly failed: readonly { readonly key: string; readonly channel: string; readonly why: string }[]
}

export interface Delivered {
  readonly sent: number
  readonly waiting: number
  /** Given up in this run, with why. */
  readonly failed: readonly string[]
  /** People who could not be reached by any channel, since no source has an address of theirs. */
  readonly unreachable: number
  /** Ways that are closed for the moment: what they were to carry waits. */
  readonly down: readonly string[]
}

const NOTE = 'outbox'
const PAGE = 500
const MOST_ATTEMPTS = 10
const MOST_FAILED = 100
const FIRST_WAIT = 60_000
const LONGEST_WAIT = 12 * 3_600_000
/** How long to wait for a source of addresses that cannot be read. */
const LONGEST_UNKNOWN = 900_000

/**
 * Tells people of the entries since the last run: first what is to be told is kept, then it is sent, one message after the other. A run that is cut
 * in between goes on with the next one; a message may come twice and never not at all. One address that fails holds up no other. The first run of
 * an installation begins with what happens from now on.
 */
export async function deliver(instance: Instance, channels: readonly Channel[], compose: Compose): Promise<Delivered> {
  const { store, journal, outside } = instance
  const facts = await readFacts(instance)
  const { charter } = await instance.charters.inForce(journal.state)
  const now = outside.clock.now()
  const known = knownNow(charter, journal.state, now, facts)
  const noted = bookOf(await store.note(NOTE))
  let book = noted ?? { position: journal.size, waiting: [], failed: [] }
  const keep = async (next: Book) => {
    book = next
    await store.setNote(NOTE, JSON.parse(JSON.stringify(next)) as Json)
  }
  if (noted === undefined || book.position > journal.size) await keep({ position: journal.size, waiting: [], failed: [] })
  while (book.position < journal.size) {
    const entries = await journal.entries(book.position, PAGE)
    const more = entries.flatMap((entry) => {
      const tellings = tellingsOf(known, entry)
      return channels.flatMap(({ outbox, takes, address }) => {
        const taken = tellings.filter(takes)
        // a room reads one message about an entry, however many people it is for
        const some = address === undefined ? taken.slice(0, 1) : taken
        return some.map(({ template, to }): Waiting => ({
          key: `${outbox.id}/${entry.seq}/${template}/${address === undefined ? 'room' : to}`,
          channel: outbox.id,
          seq: entry.seq,
          template,
          to,
          attempts: 0,
          next: 0,
        }))
      })
    })
    await keep({ ...book, position: book.position + entries.length, waiting: [...book.waiting, ...more] })
  }
  let [sent, unreachable] = [0, 0]
  const failed: string[] = []
  const down = new Set<string>()
  for (const one of book.waiting.filter(({ next }) => next <= now)) {
    if (instance.stopping?.() === true) break
    if (down.has(one.channel)) continue
    const channel = channels.find(({ outbox }) => outbox.id === one.channel)
    const crossedOut = { ...book, waiting: book.waiting.filter(({ key }) => key !== one.key) }
    const putOff = (attempts: number, wait: number) =>
      keep({
        ...book,
        waiting: book.waiting.map((other) => (other.key === one.key ? { ...one, attempts, next: now + wait } : other)),
      })
    // said by what is known now: nobody is called to what has been decided meanwhile
    const [entry] = await journal.entries(one.seq, 1)
    const telling =
      entry === undefined ? undefined : tellingsOf(known, entry).find(({ template, to }) => template === one.template && to === one.to)
    if (channel === undefined || telling === undefined) {
      await keep(crossedOut)
      continue
    }
    const found = channel.address === undefined ? undefined : known.fact(channel.address, one.to)
    if (found?.kind === 'unknown') {
      await putOff(one.attempts, LONGEST_UNKNOWN)
      continue
    }
    const to = found === undefined ? undefined : textOf(found)
    if (found !== undefined && to === undefined) {
      unreachable += 1
      await keep(after(book, one, 'no address is known'))
      continue
    }
    const outcome = await attempt(channel.outbox, { key: one.key, to, thread: String(telling.thread), ...compose(telling) })
    if (outcome === undefined) {
      sent += 1
      await keep(crossedOut)
    } else if (outcome.kind === 'down') down.add(one.channel)
    else if (outcome.kind === 'final' || one.attempts + 1 >= MOST_ATTEMPTS) {
      failed.push(`${one.key}: ${outcome.why}`)
      await keep(after(book, one, outcome.why))
    } else await putOff(one.attempts + 1, Math.min(LONGEST_WAIT, FIRST_WAIT * 4 ** one.attempts))
  }
  return { sent, waiting: book.waiting.length, failed, unreachable, down: [...down] }
}

/** What waits and what was given up, for whoever looks after the installation. */
export async function lookAtOutbox(store: Instance['store']): Promise<{
  readonly waiting: readonly { readonly key: string; readonly attempts: number; readonly next: Instant }[]
  readonly failed: Book['failed']
}> {
  const book = bookOf(await store.note(NOTE))
  return {
    waiting: (book?.waiting ?? []).map(({ key, attempts, next }) => ({ key, attempts, next: instant(next) })),
    failed: book?.failed ?? [],
  }
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

function after(book: Book, { key, channel }: Waiting, why: string): Book {
  return {
    ...book,
    waiting: book.waiting.filter((other) => other.key !== key),
    failed: [{ key, channel, why }, ...book.failed].slice(0, MOST_FAILED),
  }
}

function bookOf(note: Json | undefined): Book | undefined {
  return note === undefined || note === null ? undefined : (note as unknown as Book)
}

function textOf(found: { readonly kind: string; readonly value?: Json }): string | undefined {
  return found.kind === 'value' && typeof found.value === 'string' && /^[^\s@<>"]+@[^\s@<>"]+$/.test(found.value) ? found.value : undefined
}
