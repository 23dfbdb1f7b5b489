import { readFile } from 'node:fs/promises'
import { parseRoster } from '../../charter/roster.ts'
import type { Clock, FactReading, FactSource } from '../../workflow/ports.ts'

/** Facts of persons from a roster file, as known at the moment it is read. A file that is absent or wrong makes every fact unknown. */
export function rosterSource(id: string, path: string, clock: Clock): FactSource {
  return {
    id,
    async read(): Promise<FactReading> {
      const text = await readFile(path, 'utf8').catch(() => undefined)
      if (text === undefined) return { kind: 'unavailable', why: `the file \`${path}\` cannot be read` }
      const roster = parseRoster(text, undefined, path)
      if (!roster.ok) return { kind: 'unavailable', why: `${path}: ${roster.error[0]?.message ?? 'not a roster'}` }
      const asOf = clock.now()
      const facts = roster.value.people.flatMap((person) =>
        [...person.facts].map(([fact, value]) => ({ fact, about: person.handle, value, asOf })),
      )
      return { kind: 'complete', asOf, facts }
    },
  }
}
