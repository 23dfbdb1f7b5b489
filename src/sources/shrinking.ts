/** A source that suddenly says much less than before is not believed: a file cut short, a right to read that was lost, a wrong branch. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { instant } from '../kernel/instant.ts'
import type { FactReading, FactSource } from '../workflow/ports.ts'

/** How many values each fact had; of lists, how many items. */
type Sizes = Readonly<Record<string, number>>

interface LastWhole {
  /** Milliseconds since 1970. */
  readonly asOf: number
  readonly sizes: Sizes
}

/** Where it is kept what was last read whole. */
export interface SizeShelf {
  get(source: string): Promise<LastWhole | undefined>
  put(source: string, last: LastWhole): Promise<void>
}

const fileSchema = z.record(z.string(), z.object({ asOf: z.int(), sizes: z.record(z.string(), z.number()) }))

const share = 0.8
const few = 5

export function withShrinkGuard(source: FactSource, shelf: SizeShelf): FactSource {
  return {
    ...source,
    async read(asked) {
      const [reading, before] = [await source.read(asked), await shelf.get(source.id)]
      const lastWhole = before === undefined ? {} : { lastWhole: instant(before.asOf) }
      if (reading.kind === 'unavailable') return { ...reading, ...lastWhole }
      const sizes = sizesOf(reading)
      for (const [fact, size] of Object.entries(before?.sizes ?? {})) {
        const left = sizes[fact] ?? 0
        if (left < size * share && size - left > few)
          return {
            kind: 'unavailable',
            doubted: true,
            ...lastWhole,
            why: `of fact \`${fact}\` only ${left} of ${size} values are left since the last reading; if that is right, say so: \`writ source believe ${source.id} --reason TEXT\``,
          }
      }
      await shelf.put(source.id, { asOf: reading.asOf, sizes })
      return reading
    },
  }
}

function sizesOf({ facts }: Extract<FactReading, { kind: 'complete' }>): Sizes {
  const sizes: Record<string, number> = {}
  for (const { fact, value } of facts) sizes[fact] = (sizes[fact] ?? 0) + (Array.isArray(value) ? value.length : 1)
  return sizes
}

/** Keeps the sizes in a file. One that cannot be read counts as never written; one that cannot be written leaves the next reading unguarded. What is forgotten is believed as it is at the next reading. */
export function sizeFile(path: string): SizeShelf & { forget(source: string): Promise<void> } {
  const all = async (): Promise<Record<string, LastWhole>> => {
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    } catch {
      return {}
    }
  }
  const write = async (kept: Record<string, LastWhole>) => {
    try {
      await writeFile(`${path}.new`, JSON.stringify(kept), { mode: 0o600 })
      await rename(`${path}.new`, path)
    } catch {
      // no data folder yet, or one that may only be read
    }
  }
  return {
    get: async (source) => (await all())[source],
    put: async (source, last) => {
      const known = await all()
      if (JSON.stringify(known[source]) !== JSON.stringify(last)) await write({ ...known, [source]: last })
    },
    forget: async (source) => {
      const { [source]: gone, ...rest } = await all()
      if (gone !== undefined) await write(rest)
    },
  }
}
