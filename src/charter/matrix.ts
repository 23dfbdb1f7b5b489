import type { Charter, GroupBlock, Id } from './model.ts'

/** How a group comes to a right: its own list, a group it `includes`, or taken away by its own `denies`. */
export type Cell = 'direct' | 'inherited' | 'revoked'

export interface Matrix {
  readonly target: Id
  /** Groups and rights in the order of the charter. */
  readonly groups: readonly string[]
  readonly rights: readonly string[]
  /** right -> group -> cell; a group that has nothing to do with the right has no cell. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>
}

/**
 * Which group has which right on a target. `implicit` groups pass nothing on: a right of `everyone` stands in that group's column only.
 * A group's own `denies` beats its list and what it includes. An unknown target has an empty matrix.
 */
export function matrixOf(charter: Charter, target: Id): Matrix {
  const groups = charter.groups.get(target) ?? new Map<string, GroupBlock>()
  const rights = [...(charter.rights.get(target)?.keys() ?? [])]
  const cells = new Map<string, Map<string, Cell>>(rights.map((right) => [right, new Map()]))
  for (const [name, block] of groups) {
    for (const right of includedRights(groups, block)) cells.get(right)?.set(name, 'inherited')
    for (const right of block.rights) cells.get(right)?.set(name, 'direct')
    for (const right of block.denies) cells.get(right)?.set(name, 'revoked')
  }
  return { target, groups: [...groups.keys()], rights, cells }
}

/** Rights of the groups that a group includes, at any depth; its own list is not part of it. */
function includedRights(groups: ReadonlyMap<string, GroupBlock>, block: GroupBlock): ReadonlySet<string> {
  const rights = new Set<string>()
  const seen = new Set<string>()
  const open = [...block.includes]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const included = groups.get(name)
    for (const right of included?.rights ?? []) rights.add(right)
    open.push(...(included?.includes ?? []))
  }
  return rights
}

/** What `writ matrix --json` prints. */
export interface MatrixJson {
  readonly target: Id
  readonly groups: readonly string[]
  readonly rights: readonly string[]
  readonly cells: Readonly<Record<string, Readonly<Record<string, Cell>>>>
}

/** The matrix as JSON: a right that no group has stands with an empty object. */
export function matrixToJson(matrix: Matrix): MatrixJson {
  const cells = Object.fromEntries([...matrix.cells].map(([right, row]) => [right, Object.fromEntries(row)]))
  return { target: matrix.target, groups: matrix.groups, rights: matrix.rights, cells }
}
