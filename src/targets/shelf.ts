/** Where a target that has no system behind it keeps what it knows: memory, or one JSON file that several processes share. */
import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Json } from '../kernel/json.ts'

export interface Shelf {
  /** undefined before the first `put`. */
  get(): Json | undefined
  put(value: Json): void
}

export function memoryShelf(initial?: Json): Shelf {
  let kept = initial
  return {
    get: () => kept,
    put: (value) => {
      kept = value
    },
  }
}

/** Each `put` replaces the file in one step, so that a reader never sees half of it. Two writers at once: the later one wins. */
export function fileShelf(path: string): Shelf {
  return {
    get: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as Json
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
    put: (value) => {
      const temporary = `${path}.${randomUUID()}`
      writeFileSync(temporary, `${JSON.stringify(value, null, 1)}\n`, { mode: 0o600 })
      renameSync(temporary, path)
    },
  }
}
