import type { Place } from '../finding.ts'
import type { Clause } from '../model.ts'
import { at, textAt, type Entry, type MapTree, type Tree } from './tree.ts'

/** The place of a clause, or of the nearest clause that encloses it. Follows `defaults` for roles and `like` for targets. */
export function locate(root: MapTree, clause: Clause): Place {
  const found = walk(root, clause)
  if (found.rest === '') return found.place
  return inherited(root, clause) ?? found.place
}

/** Whether there is such a clause, its own or one that `defaults` or `like` supply. */
export function stands(root: MapTree, clause: Clause): boolean {
  return walk(root, clause).rest === '' || inherited(root, clause) !== undefined
}

interface Found {
  readonly place: Place
  readonly rest: string
}

function walk(root: MapTree, clause: Clause): Found {
  let here: Tree = root
  let place = root.place
  let rest = clause
  while (rest !== '') {
    const step: Step | undefined =
      here.kind === 'map' ? entryStep(here, rest) : here.kind === 'list' ? itemStep(here.items, rest) : undefined
    // one name may stand without brackets: `by[0]` is then the name itself
    if (step === undefined) return rest === '[0]' && here.kind === 'scalar' ? { place: here.place, rest: '' } : { place, rest }
    here = step.tree
    place = step.place
    rest = step.rest
  }
  return { place, rest }
}

interface Step {
  readonly tree: Tree
  readonly place: Place
  readonly rest: string
}

/** Names may hold dots and brackets: the longest name that the clause continues with is meant. */
function entryStep(map: MapTree, clause: string): Step | undefined {
  const text = clause.startsWith('.') ? clause.slice(1) : clause
  let best: { readonly name: string; readonly entry: Entry } | undefined
  for (const [name, entry] of map.entries) {
    const next = text[name.length]
    if (
      text.startsWith(name) &&
      (next === undefined || next === '.' || next === '[') &&
      (best === undefined || name.length > best.name.length)
    )
      best = { name, entry }
  }
  return best === undefined ? undefined : { tree: best.entry.value, place: best.entry.place, rest: text.slice(best.name.length) }
}

function itemStep(items: readonly Tree[], clause: string): Step | undefined {
  const index = /^\[(\d+)\]/.exec(clause)
  const item = index === null ? undefined : items[Number(index[1])]
  return index === null || item === undefined ? undefined : { tree: item, place: item.place, rest: clause.slice(index[0].length) }
}

function inherited(root: MapTree, clause: Clause): Place | undefined {
  const [section, id] = clause.split('.', 2)
  if (section === undefined || id === undefined) return undefined
  const tail = clause.slice(section.length + id.length + 1)
  if (section === 'roles') {
    const key = /^\.([a-z_]+)/.exec(tail)?.[1]
    if (key === undefined || at(root, ['roles', id, key]) !== undefined || at(root, ['defaults', key]) === undefined) return undefined
    return walk(root, `defaults${tail}`).place
  }
  if (section !== 'rights' && section !== 'groups') return undefined
  const seen = new Set([id])
  for (
    let base = textAt(root, ['targets', id, 'like']);
    base !== undefined && !seen.has(base);
    base = textAt(root, ['targets', base, 'like'])
  ) {
    seen.add(base)
    const found = walk(root, `${section}.${base}${tail}`)
    if (found.rest === '') return found.place
  }
  return undefined
}
