import type { Place } from '../finding.ts'

/** What a YAML file says, with the place of everything: our own tree, so that no name (`__proto__`, `constructor`) can hurt. */
export type Tree = MapTree | ListTree | ScalarTree | HoleTree

export interface MapTree {
  readonly kind: 'map'
  readonly place: Place
  /** Written with braces. */
  readonly flow: boolean
  readonly entries: ReadonlyMap<string, Entry>
}

export interface Entry {
  /** Where the name stands. */
  readonly place: Place
  readonly value: Tree
}

export interface ListTree {
  readonly kind: 'list'
  readonly place: Place
  readonly items: readonly Tree[]
}

export interface ScalarTree {
  readonly kind: 'scalar'
  readonly place: Place
  readonly value: string | number | boolean | null
  /** As written, without quotes. */
  readonly text: string
}

/** Something already reported as unreadable: later stages pass over it. */
export interface HoleTree {
  readonly kind: 'hole'
  readonly place: Place
}

/** The way to a node: names of map entries and indexes of list items. */
export type Path = readonly (string | number)[]

/** The tree as plain data for the schema. Names that are no own-property names of a plain object were refused by the reader. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'list') return tree.items.map(plain)
  if (tree.kind === 'map') return Object.fromEntries([...tree.entries].map(([name, entry]) => [name, plain(entry.value)]))
  return tree.kind === 'scalar' ? tree.value : null
}

/** The value at a path, or undefined. */
export function at(tree: Tree | undefined, path: Path): Tree | undefined {
  let here = tree
  for (const step of path) {
    if (here?.kind === 'map' && typeof step === 'string') here = here.entries.get(step)?.value
    else if (here?.kind === 'list' && typeof step === 'number') here = here.items[step]
    else return undefined
  }
  return here
}

/** The names in the map at a path. */
export function namesAt(tree: Tree | undefined, path: Path): readonly string[] {
  const here = at(tree, path)
  return here?.kind === 'map' ? [...here.entries.keys()] : []
}

/** The text of the scalar at a path. */
export function textAt(tree: Tree | undefined, path: Path): string | undefined {
  const here = at(tree, path)
  return here?.kind === 'scalar' ? here.text : undefined
}
