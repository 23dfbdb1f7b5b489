import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import type { Charter } from '../../charter/model.ts'
import type { Roster } from '../../charter/roster.ts'
import type { Json } from '../../kernel/json.ts'

/** The sources of a demonstration, and the hand that makes them say something else. */
export interface DemoFacts {
  readonly sources: Readonly<Record<string, { readonly roster: string }>> | undefined
  readonly set: (person: string, fact: string, value: Json) => Promise<void>
}

interface Written {
  readonly people: { readonly handle: string; facts?: Record<string, Json> }[]
}

/** Copies the roster into the demonstration folder, where the sources that the charter names read it from and a story may change it. */
export async function demoFacts(data: string, folder: string, charter: Charter, roster: Roster): Promise<DemoFacts> {
  const known = new Set(roster.people.flatMap((person) => [...person.facts.keys()]))
  const ids = [...new Set([...charter.facts].flatMap(([fact, { source }]) => (known.has(fact) ? [source] : [])))]
  const copy = resolve(data, 'roster.yaml')
  await writeFile(copy, await readFile(join(folder, 'roster.yaml'), 'utf8'))
  return {
    sources: ids.length === 0 ? undefined : Object.fromEntries(ids.map((id) => [id, { roster: copy }])),
    set: async (person, fact, value) => {
      const written = parse(await readFile(copy, 'utf8')) as Written
      const found = written.people.find(({ handle }) => handle === person)
      if (found === undefined) throw new Error(`the roster names nobody \`${person}\``)
      const facts = { ...found.facts, [fact]: value }
      if (value === null) delete facts[fact]
      found.facts = facts
      await writeFile(copy, stringify(written))
    },
  }
}
