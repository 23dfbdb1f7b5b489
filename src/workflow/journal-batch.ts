import type { Instant } from '../kernel/instant.ts'
import type { Json } from '../kernel/json.ts'
import { decodeEntry } from '../ledger/decode.ts'
import { encodeEntry } from '../ledger/encode.ts'
import type { Draft, Origin } from '../ledger/entry.ts'
import { foldEntry, type FoldState } from '../ledger/fold.ts'
import type { State } from '../ledger/state.ts'
import type { NewCommand, NewEntry, Outside } from './ports.ts'

/** What a command wants recorded; without drafts nothing is written, and a repetition decides anew. */
export interface CommandOutcome {
  readonly drafts: readonly Draft[]
  /** Texts that the drafts name by their hash. */
  readonly documents?: ReadonlyMap<string, string>
  readonly answer: Json
}

/**
 * Decides on the state that its entries will follow. Pure and at once. `now` is the time its entries get, `next` the number of its first entry.
 * The state is a live view: keep nothing of it.
 */
export type Decide = (state: State, now: Instant, next: number) => CommandOutcome

/** A draft that the catalogue does not allow: its command has a mistake and nothing of it was written. */
export class UnwritableDraftError extends Error {
  override name = 'UnwritableDraftError'
}

/** A command that waits to be decided. */
export interface Waiting {
  readonly key: string
  readonly origin: Origin
  readonly decide: Decide
  readonly resolve: (answer: Json) => void
  readonly reject: (error: unknown) => void
}

export type Decided =
  | { readonly kind: 'answered'; readonly answer: Json; readonly command: NewCommand | undefined }
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Decides one command and takes its entries into the state, where the next command of the batch finds them. A command that throws or whose drafts
 * cannot be written fails alone and leaves the state as it was; throws only if the fold does.
 */
export function decideCommand(state: FoldState, at: Instant, waiting: Waiting, outside: Outside): Decided {
  const first = state.size
  let outcome: CommandOutcome
  const entries: NewEntry[] = []
  try {
    outcome = waiting.decide(state, at, first)
    for (const draft of outcome.drafts) entries.push(encoded(draft, at, waiting.origin, outside))
  } catch (error) {
    return { kind: 'failed', error }
  }
  const { answer, documents = new Map<string, string>() } = outcome
  if (entries.length === 0) return { kind: 'answered', answer, command: undefined }
  for (const [index, entry] of entries.entries()) foldEntry(state, decodeEntry({ ...entry, seq: first + index }))
  return { kind: 'answered', answer, command: { idempotencyKey: waiting.key, entries, documents, answer } }
}

function encoded(draft: Draft, at: Instant, origin: Origin, outside: Outside): NewEntry {
  const result = encodeEntry(draft, origin, at, outside)
  if (!result.ok) throw new UnwritableDraftError(result.error)
  return result.value
}
