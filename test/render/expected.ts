/** What a charter promises of a wiki, read naively off its matrix and its `may` lines: nothing here is shared with the renderer. */
import { matrixOf } from '../../src/charter/matrix.ts'
import type { Charter, ConditionItem, GroupBlock, Id, Power, RoleBlock } from '../../src/charter/model.ts'

export interface Probe {
  readonly roles: readonly Id[]
  readonly edits: number
  readonly days: number
}

const TARGET = 'wiki'

function blocks(charter: Charter): ReadonlyMap<string, GroupBlock> {
  return charter.groups.get(TARGET) ?? new Map()
}

/** Groups that the probe's roles give it. */
export function givenGroups(charter: Charter, probe: Probe): readonly string[] {
  return [...new Set(probe.roles.flatMap((role) => charter.roles.get(role)?.gives.get(TARGET) ?? []))]
}

/** Given, implicit and promoted groups, without abolished ones. */
export function expectedGroups(charter: Charter, probe: Probe): ReadonlySet<string> {
  const all = [...blocks(charter)]
  const itself = all.filter(
    ([, block]) =>
      block.implicit !== undefined || block.promote?.when.every((id) => holds(charter, { kind: 'named', condition: id }, probe)),
  )
  return new Set([...itself.map(([name]) => name), ...givenGroups(charter, probe)])
}

function holds(charter: Charter, item: ConditionItem, probe: Probe): boolean {
  if (item.kind === 'named') return holds(charter, charter.conditions.get(item.condition)!.test, probe)
  if (item.kind === 'not') return !holds(charter, item.item, probe)
  if ('items' in item) {
    const results = item.items.map((each) => holds(charter, each, probe))
    return item.kind === 'all' ? results.every(Boolean) : results.some(Boolean)
  }
  if (item.kind !== 'test') throw new Error(`a promotion by ${item.kind}`)
  const { at_least: least, older_than: older, ...rest } = item.operators
  if (Object.keys(rest).length > 0) throw new Error(`a promotion with ${Object.keys(rest).join(', ')}`)
  if (older !== undefined && older.unit !== 'day') throw new Error('a promotion not counted in days')
  if (item.name === 'edits') return probe.edits >= (least ?? 0)
  if (item.name === 'registered-since') return probe.days >= (older?.count ?? 0)
  throw new Error(`a promotion by ${item.name}`)
}

/** The union of the matrix' columns, minus what any of them revokes. */
export function expectedRights(charter: Charter, groups: ReadonlySet<string>): ReadonlySet<string> {
  const { cells } = matrixOf(charter, TARGET)
  const has = [...cells].filter(([, row]) => {
    const marks = [...groups].map((group) => row.get(group))
    return marks.some((mark) => mark === 'direct' || mark === 'inherited') && !marks.includes('revoked')
  })
  return new Set(has.map(([right]) => right))
}

export interface Changeable {
  readonly add: ReadonlySet<string>
  readonly remove: ReadonlySet<string>
  readonly addSelf: ReadonlySet<string>
  readonly removeSelf: ReadonlySet<string>
}

/** What somebody in these groups may change on the wiki itself. `assignable` is what `userrights` reaches. */
export function expectedChangeable(charter: Charter, groups: ReadonlySet<string>, assignable: readonly string[]): Changeable {
  if (expectedRights(charter, groups).has('userrights')) {
    return { add: new Set(assignable), remove: new Set(assignable), addSelf: new Set(), removeSelf: new Set() }
  }
  const found = { add: new Set<string>(), remove: new Set<string>(), addSelf: new Set<string>(), removeSelf: new Set<string>() }
  for (const [id, role] of charter.roles) {
    const own = soleGroup(charter, role)
    if (own !== undefined && groups.has(own) && onlyOn(role)) found.removeSelf.add(own)
    if (own === undefined || !groups.has(own)) continue
    for (const power of role.may.filter(plain)) {
      for (const reached of reachOf(charter, power)) {
        const group = soleGroup(charter, reached)
        if (group === undefined || !onlyOn(reached) || reached.delay !== undefined || reached.activation !== undefined) continue
        const self = power.scope === 'self'
        if (power.verb !== 'remove' && passesAlone(reached, id)) found[self ? 'addSelf' : 'add'].add(group)
        if (power.verb !== 'add') found[self ? 'removeSelf' : 'remove'].add(group)
      }
    }
  }
  return found
}

function plain(power: Power): boolean {
  const restrained =
    power.when.length + power.stages.length + power.causes.length > 0 || power.notice !== undefined || power.limit !== undefined
  return power.verb !== 'suspend' && power.scope !== 'others' && !restrained
}

function reachOf(charter: Charter, power: Power): readonly RoleBlock[] {
  const ids = power.roles === 'all' ? [...charter.roles.keys()] : power.roles
  return ids.filter((id) => !power.but.includes(id)).map((id) => charter.roles.get(id)!)
}

/** The role's one group here, if no other role gives it. */
function soleGroup(charter: Charter, role: RoleBlock): string | undefined {
  const [group, ...more] = role.gives.get(TARGET) ?? []
  if (group === undefined || more.length > 0) return undefined
  const givers = [...charter.roles.values()].filter((other) => other.gives.get(TARGET)?.includes(group))
  return givers.length === 1 ? group : undefined
}

function onlyOn(role: RoleBlock): boolean {
  return [...role.gives.keys()].every((target) => target === TARGET)
}

/** A role asked for in stages is given directly only by who decides its single stage alone. */
function passesAlone(role: RoleBlock, holder: Id): boolean {
  const stages = role.request?.stages ?? []
  if (stages.length === 0) return true
  return stages.length === 1 && stages[0]!.count === 1 && stages[0]!.by.some((one) => one.kind === 'role' && one.role === holder)
}
