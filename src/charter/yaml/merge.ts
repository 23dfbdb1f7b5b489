import type { Finding, Place } from '../finding.ts'
import { problem, quoted } from '../problem.ts'
import type { Entry, MapTree, Tree } from './tree.ts'

const LISTS: readonly string[] = ['separation', 'promises', 'meant']
/** How many levels of names a section has before its blocks. */
const DEPTH: Readonly<Record<string, number>> = {
  targets: 1,
  facts: 1,
  statements: 1,
  conditions: 1,
  dates: 1,
  accounts: 1,
  classes: 1,
  gates: 1,
  roles: 1,
  ladders: 1,
  marks: 1,
  rights: 2,
  groups: 2,
}

/** The files of a folder as one charter: sections are merged, an id or a single block that stands twice is an error. */
export function mergeFiles(trees: readonly Tree[], start: Place): { readonly root: MapTree; readonly findings: readonly Finding[] } {
  const findings: Finding[] = []
  let entries: ReadonlyMap<string, Entry> = new Map()
  let flow = false
  for (const tree of trees) {
    if (tree.kind === 'map') {
      entries = mergeMaps(entries, tree.entries, findings, (name) => (Object.hasOwn(DEPTH, name) ? (DEPTH[name] ?? 0) : 0))
      flow = tree.flow
    } else if (tree.kind !== 'hole') {
      findings.push(problem('charter/wrong-shape', tree.place, 'a charter is a map of sections', 'begin with `writ: 1` and the sections'))
    }
  }
  return { root: { kind: 'map', place: start, flow, entries }, findings }
}

function mergeMaps(
  left: ReadonlyMap<string, Entry>,
  right: ReadonlyMap<string, Entry>,
  findings: Finding[],
  depthOf: (name: string) => number,
): ReadonlyMap<string, Entry> {
  if (left.size === 0) return right
  const merged = new Map(left)
  for (const [name, entry] of right) {
    const earlier = merged.get(name)
    merged.set(name, earlier === undefined ? entry : (combine(name, earlier, entry, findings, depthOf(name)) ?? earlier))
  }
  return merged
}

function combine(name: string, earlier: Entry, later: Entry, findings: Finding[], depth: number): Entry | undefined {
  if (depth > 0 && earlier.value.kind === 'map' && later.value.kind === 'map') {
    return {
      place: earlier.place,
      value: { ...earlier.value, entries: mergeMaps(earlier.value.entries, later.value.entries, findings, () => depth - 1) },
    }
  }
  if (LISTS.includes(name) && earlier.value.kind === 'list' && later.value.kind === 'list') {
    return { place: earlier.place, value: { ...earlier.value, items: [...earlier.value.items, ...later.value.items] } }
  }
  findings.push(
    problem(
      'charter/duplicate-id',
      later.place,
      `${quoted(name)} stands twice, first in ${earlier.place.file}:${earlier.place.line}`,
      'keep one of the two',
    ),
  )
  return undefined
}
