import { classOfRight } from '../../charter/members.ts'
import { diffCharters } from '../../charter/diff.ts'
import { matrixOf, type Cell } from '../../charter/matrix.ts'
import type { Charter, GroupBlock, Id } from '../../charter/model.ts'
import { rightsOfType, userTypes } from '../../charter/user-types.ts'
import type { CharterSource } from '../../charter/source.ts'
import type { CellChange, MatrixRow, MatrixView } from '../../web/view.ts'
import { lineOf } from './place.ts'
import { askedType, userTypeView } from './user-type.ts'

/** Rights and groups of a target, of one user type if `as` names one; what the charter does not know counts as not asked. */
export function matrixView(source: CharterSource, asked: string, filter: string, as = '', compared: Compared = UNCOMPARED): MatrixView {
  const { charter } = source
  const targets = [...charter.groups.keys()].filter((id) => charter.targets.has(id) || id === 'writ')
  const target = targets.find((id) => id === asked) ?? targets.find((id) => id !== 'writ') ?? 'writ'
  const matrix = matrixOf(charter, target)
  const type = askedType(charter, target, as)
  const held = type === undefined ? undefined : rightsOfType(charter, target, type)
  const groups = matrix.groups.filter((name) => type?.groups.includes(name) !== false).map((name) => groupOf(charter, target, name))
  const changes = changedCells(compared.source?.charter, charter, target)
  const gone = type === undefined ? [...changes.keys()].filter((name) => !matrix.rights.includes(name)) : []
  const rights = [...matrix.rights, ...gone]
    .filter((name) => held?.has(name) !== false)
    .map((name) => rowOf(source, target, name, matrix.cells.get(name) ?? noCells, changes.get(name)))
  const shown = narrow(rights, groups, filter)
  return {
    targets: targets.map((id) => ({ id, title: titleOf(charter, id) })),
    target,
    filter,
    groups: shown.groups,
    rights: shown.rights,
    types: userTypes(charter, target).map(({ id, title }) => ({ id, title })),
    as: type === undefined ? undefined : userTypeView(source, target, type),
    revisions: compared.revisions,
    since: compared.since,
    changed: shown.rights.reduce((sum, { changes: some }) => sum + Object.keys(some ?? {}).length, 0),
  }
}

/** The revisions there are, newest first, and the earlier one to compare with. */
export interface Compared {
  readonly revisions: readonly number[]
  readonly since: number | undefined
  readonly source: CharterSource | undefined
}

const UNCOMPARED: Compared = { revisions: [], since: undefined, source: undefined }
const noCells: ReadonlyMap<string, Cell> = new Map()

/** Cells of a target that differ, by right and group. */
function changedCells(before: Charter | undefined, after: Charter, target: Id): ReadonlyMap<string, Readonly<Record<string, CellChange>>> {
  const changes = new Map<string, Record<string, CellChange>>()
  if (before === undefined) return changes
  for (const change of diffCharters(before, after)) {
    if (change.kind !== 'cell' || change.target !== target) continue
    const kind = change.before === undefined ? 'added' : change.after === undefined ? 'removed' : 'other'
    changes.set(change.right, { ...changes.get(change.right), [change.group]: kind })
  }
  return changes
}

type GroupView = MatrixView['groups'][number]

/** Rights that match; if none does, the groups that match with the rights they have to do with. */
function narrow(
  rights: readonly MatrixRow[],
  groups: readonly GroupView[],
  filter: string,
): { readonly rights: readonly MatrixRow[]; readonly groups: readonly GroupView[] } {
  if (filter === '') return { rights, groups }
  const wanted = filter.toLowerCase()
  const matches = (...texts: readonly (string | undefined)[]) => texts.some((text) => text?.toLowerCase().includes(wanted) === true)
  const matching = rights.filter((right) => matches(right.name, right.text, right.why, right.class))
  if (matching.length > 0) return { rights: matching, groups }
  const columns = groups.filter((group) => matches(group.name, group.title, ...group.roles))
  return { rights: rights.filter((right) => columns.some((group) => right.cells[group.name] !== undefined)), groups: columns }
}

function rowOf(
  source: CharterSource,
  target: Id,
  name: string,
  cells: ReadonlyMap<string, Cell>,
  changes: MatrixRow['changes'],
): MatrixRow {
  const block = source.charter.rights.get(target)?.get(name)
  return {
    name,
    text: block?.text ?? '',
    why: block?.why,
    class: classOfRight(source.charter, target, name),
    line: target === 'writ' ? undefined : lineOf(source, `rights.${target}.${name}`),
    cells: Object.fromEntries(cells),
    changes,
  }
}

function groupOf(charter: Charter, target: Id, name: string): GroupView {
  const block = charter.groups.get(target)?.get(name)
  const roles = [...charter.roles].filter(([, role]) => role.gives.get(target)?.includes(name) === true).map(([, role]) => role.title)
  return {
    name,
    title: block?.title ?? name,
    roles,
    note: block === undefined ? undefined : noteOf(charter, block),
    abolished: block?.abolished !== undefined,
  }
}

/** How one comes into a group that no role gives. */
function noteOf(charter: Charter, { implicit, promote }: GroupBlock): string | undefined {
  if (implicit === 'everyone') return 'everybody, also without logging in'
  if (implicit === 'registered') return 'everybody with an account'
  if (promote === undefined) return undefined
  return `automatic: ${promote.when.map((id) => charter.conditions.get(id)?.text ?? id).join(', ')}`
}

function titleOf(charter: Charter, target: Id): string {
  return target === 'writ' ? 'Writ itself' : (charter.targets.get(target)?.title ?? target)
}
