/** Where a target that has no system behind it keeps what it knows: memory, or one JSON file that several processes share. */
import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Json } from '../kernel/json.ts'
import type { TargetFailure } from '../reconcile/target.ts'

export interface Shelf {
  /** undefined before the first `put`. */
  get(): Json | undefined
  put(value: Json): void
}

/** The file is not there although it must be, may not be read, or does not hold what it should. */
export class ShelfUnreadableError extends Error {
  override name = 'ShelfUnreadableError'
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

/** What a target says instead of an answer while its shelf cannot be read; any other error goes on. */
export function shelfFailure(error: unknown): TargetFailure {
  if (!(error instanceof ShelfUnreadableError)) throw error
  return { kind: 'unavailable', code: 'file', message: error.message }
}

/** A shelf that must hold something already: a lost file is no empty system. `begin` says how to make a new one. */
export function standingShelf(shelf: Shelf, path: string, begin: string): Shelf {
  return {
    get: () => {
      const kept = shelf.get()
      if (kept === undefined)
        throw new ShelfUnreadableError(`the file \`${path}\` is missing; bring it back, or begin anew with ${begin} in it`)
      return kept
    },
    put: (value) => shelf.put(value),
  }
}

/** Each `put` replaces the file in one step, so that a reader never sees half of it. Two writers at once: the later one wins. */
export function fileShelf(path: string): Shelf {
  return {
    get: () => {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as Json
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT') return undefined
        throw new ShelfUnreadableError(
          code === undefined ? `the file \`${path}\` is not JSON` : `the file \`${path}\` cannot be read (${code})`,
          { cause: error },
        )
      }
    },
    put: (value) => {
      const temporary = `${path}.${randomUUID()}`
      writeFileSync(temporary, `${JSON.stringify(value, null, 1)}\n`, { mode: 0o600 })
      renameSync(temporary, path)
    },
  }
}
