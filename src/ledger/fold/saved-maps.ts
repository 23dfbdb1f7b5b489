import type { BytesReader, BytesWriter } from '../compact/bytes.ts'

/** Writes the maps of a table, in order. */
export function saveMaps(writer: BytesWriter, maps: readonly ReadonlyMap<unknown, unknown>[]): void {
  writer.json(maps.map((map) => [...map]))
}

/** Fills the same maps, in the same order, with what `saveMaps` wrote. */
export function restoreMaps(reader: BytesReader, maps: readonly Map<unknown, unknown>[]): void {
  const saved = reader.json() as readonly (readonly (readonly [unknown, unknown])[])[]
  maps.forEach((map, index) => {
    for (const [key, value] of saved[index] ?? []) map.set(key, value)
  })
}
