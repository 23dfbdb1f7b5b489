import type { Json } from '../kernel/json.ts'
import type { Instant } from '../kernel/instant.ts'
import type { State } from '../ledger/state.ts'
import { askedOf } from './asked.ts'
import type { Asked, Clock, FactSource } from './ports.ts'

export interface KnownFact {
  readonly value: Json
  readonly asOf: Instant
}

/** What the sources said: fact id -> handle, account key or name -> value. A fact of an unavailable source is unknown, never false. */
export interface Facts {
  of(fact: string, about: string): KnownFact | undefined
  /** Sources that could not be read, with why. */
  readonly unavailable: ReadonlyMap<string, string>
  /** Of these, those that a guard doubts, with why: a person has to say whether it is so. */
  readonly doubted: ReadonlyMap<string, string>
  /** Sources that were read completely: what they do not name is absent. */
  readonly complete: ReadonlySet<string>
  /** By fact, the names that its source knows; a fact that is not here has no such list. */
  readonly knows: ReadonlyMap<string, ReadonlySet<string>>
  /** By source, how it calls people, if not by their handles, and of whom it says nothing. */
  readonly speech: ReadonlyMap<string, Speech>
}

export interface Speech {
  /** The target whose accounts it speaks of. */
  readonly accounts: string | undefined
  /** The keys of those it was asked about; absent = everybody. */
  readonly only: ReadonlySet<string> | undefined
  /** Of whom nothing is believed, with why. */
  readonly doubts: ReadonlyMap<string, string>
}

export const noFacts: Facts = {
  of: () => undefined,
  unavailable: new Map(),
  doubted: new Map(),
  complete: new Set(),
  knows: new Map(),
  speech: new Map(),
}

interface Asking {
  readonly sources: readonly FactSource[]
  /** Whose state says which accounts there are. */
  readonly journal?: { readonly state: State }
}

/** Asks every source once. */
export async function readFacts({ sources, journal }: Asking): Promise<Facts> {
  return await ask(sources, async () => (journal === undefined ? undefined : askedOf(journal.state)))
}

async function ask(sources: readonly FactSource[], whom: () => Promise<Asked | undefined>): Promise<Facts> {
  if (sources.length === 0) return noFacts
  const table = new Map<string, Map<string, KnownFact>>()
  const unavailable = new Map<string, string>()
  const doubted = new Map<string, string>()
  const complete = new Set<string>()
  const knows = new Map<string, ReadonlySet<string>>()
  const speech = new Map<string, Speech>()
  const asked = sources.some(({ accounts }) => accounts !== undefined) ? await whom() : undefined
  for (const source of sources) {
    const reading = await source.read(asked)
    if (reading.kind === 'unavailable') {
      unavailable.set(source.id, reading.why)
      if (reading.doubted === true) doubted.set(source.id, reading.why)
      continue
    }
    complete.add(source.id)
    speech.set(source.id, { accounts: source.accounts, only: reading.only, doubts: reading.doubts ?? new Map<string, string>() })
    for (const [fact, names] of reading.knows ?? []) knows.set(fact, names)
    for (const { fact, about, value, asOf } of reading.facts) {
      const rows = table.get(fact) ?? new Map<string, KnownFact>()
      rows.set(about, { value, asOf })
      table.set(fact, rows)
    }
  }
  return { of: (fact, about) => table.get(fact)?.get(about), unavailable, doubted, complete, knows, speech }
}

/**
 * Asks the sources again when what they said is older than `lasts` milliseconds; whoever asks meanwhile waits for the same answer. `whom`: the
 * accounts there are at that moment.
 */
export function createFactReader(
  sources: readonly FactSource[],
  clock: Clock,
  whom: () => Promise<Asked | undefined> = async () => undefined,
  lasts = 60_000,
): () => Promise<Facts> {
  let last: { readonly at: Instant; readonly facts: Promise<Facts> } | undefined
  return () => {
    const now = clock.now()
    if (last === undefined || now - last.at > lasts) last = { at: now, facts: ask(sources, whom) }
    const { facts } = last
    return facts.catch((error: unknown) => {
      if (last?.facts === facts) last = undefined
      throw error
    })
  }
}
