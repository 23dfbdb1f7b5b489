import type { Json } from '../kernel/json.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Instance } from './instance.ts'
import type { Clock, FactSource } from './ports.ts'

export interface KnownFact {
  readonly value: Json
  readonly asOf: Instant
}

/** What the sources said: fact id -> handle or account key -> value. A fact of an unavailable source is unknown, never false. */
export interface Facts {
  of(fact: string, about: string): KnownFact | undefined
  /** Sources that could not be read, with why. */
  readonly unavailable: ReadonlyMap<string, string>
  /** Sources that were read completely: what they do not name is absent. */
  readonly complete: ReadonlySet<string>
  /** By fact, the names that its source knows; a fact that is not here has no such list. */
  readonly knows: ReadonlyMap<string, ReadonlySet<string>>
}

export const noFacts: Facts = { of: () => undefined, unavailable: new Map(), complete: new Set(), knows: new Map() }

/** Asks every source once. */
export async function readFacts(instance: Pick<Instance, 'sources'>): Promise<Facts> {
  if (instance.sources.length === 0) return noFacts
  const table = new Map<string, Map<string, KnownFact>>()
  const unavailable = new Map<string, string>()
  const complete = new Set<string>()
  const knows = new Map<string, ReadonlySet<string>>()
  for (const source of instance.sources) {
    const reading = await source.read()
    if (reading.kind === 'unavailable') {
      unavailable.set(source.id, reading.why)
      continue
    }
    complete.add(source.id)
    for (const [fact, names] of reading.knows ?? []) knows.set(fact, names)
    for (const { fact, about, value, asOf } of reading.facts) {
      const rows = table.get(fact) ?? new Map<string, KnownFact>()
      rows.set(about, { value, asOf })
      table.set(fact, rows)
    }
  }
  return { of: (fact, about) => table.get(fact)?.get(about), unavailable, complete, knows }
}

/** Asks the sources again when what they said is older than `lasts` milliseconds; whoever asks meanwhile waits for the same answer. */
export function createFactReader(sources: readonly FactSource[], clock: Clock, lasts = 60_000): () => Promise<Facts> {
  let last: { readonly at: Instant; readonly facts: Promise<Facts> } | undefined
  return () => {
    const now = clock.now()
    if (last === undefined || now - last.at > lasts) last = { at: now, facts: readFacts({ sources }) }
    const { facts } = last
    return facts.catch((error: unknown) => {
      if (last?.facts === facts) last = undefined
      throw error
    })
  }
}
