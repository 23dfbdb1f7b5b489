import type { Json } from '../kernel/json.ts'
import { decodeEntry } from './decode.ts'
import type { SubjectId } from './entry.ts'
import { bodyText, type Openings, type StoredEntry } from './leaf.ts'
import { publicFields, type PublicContext } from './public-view.ts'
import { ORIGIN, SEALED, shapeOf } from './shape.ts'

/** The bytes of an entry with those of its openings that are public: whoever has them can hash them again. */
export interface PublicLeaf {
  /** The body; it is ASCII. */
  readonly body: string
  readonly openings: Openings
}

export interface LeafContext extends PublicContext {
  /** Whether the public knows a person by name. */
  isNamed(subject: SubjectId): boolean
  /** Whose account this is; undefined = unknown here. */
  ownerOf(account: string): SubjectId | undefined
}

/**
 * The bytes of an entry where everything readable in them stands in its public view anyway; undefined where they would tell more. A body holds the
 * opaque id of a person: where nobody may know whom an entry concerns, or the name behind the id was erased, it would join what is kept apart.
 */
export function publicLeaf(stored: StoredEntry, context: LeafContext): PublicLeaf | undefined {
  const body = bodyText(stored.body)
  const { type, v: _v, at: _at, c: _c, ...plain } = JSON.parse(body) as Readonly<Record<string, Json>>
  if (type === SEALED) return { body, openings: {} }
  const entry = decodeEntry(stored)
  const isShown = publicFields(entry, context)
  const isKnown = (value: Json) => subjectsIn(value).every((subject) => context.isNamed(subject))
  if (!Object.entries(plain).every(([name, value]) => isShown(name) && isKnown(value))) return undefined
  const ofKnown = (name: string, value: Json) => {
    if (name !== 'account' || typeof value !== 'string') return isKnown(value)
    const owner = context.ownerOf(value)
    return owner !== undefined && context.isNamed(owner)
  }
  const openings = Object.entries(stored.openings ?? {}).filter(
    ([name, { value }]) => name !== ORIGIN && shapeOf(entry.type)?.fields.has(name) === true && isShown(name) && ofKnown(name, value),
  )
  return { body, openings: Object.fromEntries(openings) }
}

/** Opaque ids of persons anywhere in a value. */
function subjectsIn(value: Json): readonly SubjectId[] {
  return JSON.stringify(value).match(/\bs-[A-Za-z0-9]{16}\b/g) ?? []
}
