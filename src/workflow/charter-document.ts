import { parseCharter } from '../charter/parse.ts'
import type { CharterFile, CharterSource } from '../charter/source.ts'
import { canonicalJson } from '../kernel/json.ts'
import type { State } from '../ledger/state.ts'
import type { StoreReader } from './ports.ts'

/** The charter in force cannot be read: nothing may be decided. */
export class CharterUnreadableError extends Error {
  override name = 'CharterUnreadableError'
}

/**
 * The text of a charter as the ledger keeps it: its files in order, canonical JSON. Its SHA-256 names the revision, so files are named as they
 * lie in the charter's folder, wherever that folder is.
 */
export function charterDocument(files: readonly CharterFile[]): string {
  const named = files.map(({ name, text }) => ({ name: name.slice(name.lastIndexOf('/') + 1), text }))
  return canonicalJson(named.toSorted((left, right) => (left.name < right.name ? -1 : 1)))
}

/** The files of a charter document. */
export function charterFiles(document: string): readonly CharterFile[] {
  const files: unknown = JSON.parse(document)
  if (!Array.isArray(files)) throw new CharterUnreadableError('the charter document is not a list of files')
  return files as CharterFile[]
}

export interface CharterReader {
  /** The charter with this hash; throws CharterUnreadableError if it is not in the store or no longer parses. */
  read(hash: string): Promise<CharterSource>
  /** The charter in force by a state. */
  inForce(state: State): Promise<CharterSource>
}

/** Reads charters from the store's documents; each is parsed once. */
export function createCharterReader(store: Pick<StoreReader, 'document'>): CharterReader {
  const parsed = new Map<string, CharterSource>()
  const read = async (hash: string): Promise<CharterSource> => {
    const known = parsed.get(hash)
    if (known !== undefined) return known
    const document = await store.document(hash)
    if (document === undefined) throw new CharterUnreadableError(`the charter ${hash} is not in the data folder`)
    const result = parseCharter(charterFiles(document))
    if (!result.ok) throw new CharterUnreadableError(`the charter in force no longer parses: ${result.error[0]?.message ?? ''}`)
    parsed.set(hash, result.value)
    return result.value
  }
  return {
    read,
    inForce: (state) => {
      if (state.charter === undefined) throw new CharterUnreadableError('this ledger has no charter yet; run `writ setup`')
      return read(state.charter.hash)
    },
  }
}
