/** A source that suddenly says much less than before is not believed: a file cut short, a right to read that was lost, a wrong branch. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import type { FactReading, FactSource } from '../workflow/ports.ts'

/** How many values each fact had in the last whole reading; of lists, how many items. */
type Sizes = Readonly<Record<string, number>>

/** Where the sizes of the last whole reading are kept. */
export interface SizeShelf {
  get(source: string): Promise<Sizes | undefined>
  put(source: string, sizes: Sizes): Promise<void>
}

const share = 0.8
const few = 5

export function withShrinkGuard(source: FactSource, shelf: SizeShelf): FactSource {
  return {
    id: source.id,
    async read() {
      const reading = await source.read()
      if (reading.kind === 'unavailable') return reading
      const [sizes, before] = [sizesOf(reading), await shelf.get(source.id)]
      for (const [fact, size] of Object.entries(before ?? {})) {
        const left = sizes[fact] ?? 0
        if (left < size * share && size - left > few)
          return {
            kind: 'unavailable',
            why: `of fact \`${fact}\` only ${left} of ${size} values are left since the last reading; if that is right, take \`${source.id}\` out of the file source-sizes.json of the data folder`,
          }
      }
      await shelf.put(source.id, sizes)
      return reading
    },
  }
}

function sizesOf({ facts }: Extract<FactReading, { kind: 'complete' }>): Sizes {
  const sizes: Record<string, number> = {}
  for (const { fact, value } of facts) sizes[fact] = (sizes[fact] ?? 0) + (Array.isArray(value) ? value.length : 1)
  return sizes
}

/** Keeps the sizes in a file. One that cannot be read counts as never written; one that cannot be written leaves the next reading unguarded. */
export function sizeFile(path: string): SizeShelf {
  const all = async (): Promise<Record<string, Sizes>> => {
    try {
      return JSON.parse(await readFile(path, 'utf8')) as Record<string, Sizes>
    } catch {
      return {}
    }
  }
  return {
    get: async (source) => (await all())[source],
    put: async (source, sizes) => {
      const known = await all()
      if (JSON.stringify(known[source]) === JSON.stringify(sizes)) return
      try {
        await writeFile(`${path}.new`, JSON.stringify({ ...known, [source]: sizes }), { mode: 0o600 })
        await rename(`${path}.new`, path)
      } catch {
        // no data folder yet, or one that may only be read
      }
    },
  }
}
