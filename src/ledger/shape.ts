import { canonicalJson } from '../kernel/json.ts'
import { catalogue, type EntryType } from './catalogue/catalogue.ts'
import type { CommittedKind, EntryKind, Field, FieldKind } from './field.ts'

/** The word that stands for the type in the public leaf of a sealed entry. */
export const SEALED = 'sealed'
/** Version of the sealed leaf; the version of what is inside stands inside. */
export const SEALED_V = 1
/** The name of the one opening of a sealed entry. */
export const SEALED_OPENING = 'entry'
/** The name of the commitment to where an entry came from. */
export const ORIGIN = 'origin'

const COMMITTED: Readonly<Record<CommittedKind, true>> = { text: true, name: true, names: true, moment: true, map: true }

/** Whether fields of this kind stand in the leaf as commitments. */
export function isCommitted(kind: FieldKind): kind is CommittedKind {
  return Object.hasOwn(COMMITTED, kind)
}

/** An entry type with its fields sorted into those readable in the leaf and those committed to. */
export interface Shape {
  readonly type: EntryType
  readonly v: number
  readonly sealed: boolean
  readonly fields: ReadonlyMap<string, Field>
  readonly plain: readonly string[]
  readonly committed: readonly string[]
  /** All names that may stand in the leaf of an open entry, in canonical order. */
  readonly leafNames: readonly string[]
  /** The names of its commitments in canonical order: the committed fields and the origin. */
  readonly commitments: readonly Committed[]
}

export interface Committed {
  readonly name: string
  /** Which salt of the entry it takes: they go by the order of the catalogue, the origin last. */
  readonly place: number
  /** RFC 8785 of [type, v, field, value] up to the value. */
  readonly opening: string
}

function shape(type: EntryType, kind: EntryKind): Shape {
  const names = Object.keys(kind.fields)
  const committed = (name: string) => isCommitted((kind.fields[name] as Field).kind)
  return {
    type,
    v: kind.v,
    sealed: kind.sealed,
    fields: new Map(Object.entries(kind.fields)),
    plain: names.filter((name) => !committed(name)),
    committed: names.filter(committed),
    leafNames: ['type', 'v', 'at', 'c', ...names.filter((name) => !committed(name))].toSorted(byUnits),
    commitments: [...names.filter(committed), ORIGIN]
      .map((name, place) => ({ name, place, opening: openingText(type, kind.v, name) }))
      .toSorted((left, right) => byUnits(left.name, right.name)),
  }
}

/** RFC 8785 sorts names by UTF-16 code units. */
const byUnits = (left: string, right: string) => (left < right ? -1 : 1)

/** RFC 8785 of [type, v, field, value], up to the value. */
export function openingText(type: string, v: number, field: string): string {
  return `${canonicalJson([type, v, field]).slice(0, -1)},`
}

const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.entries(catalogue).map(([type, kind]) => [type, shape(type as EntryType, kind)] as const),
)

/** The shape of the newest version of an entry type; undefined for a type the catalogue does not have. */
export function shapeOf(type: string): Shape | undefined {
  return shapes.get(type)
}
