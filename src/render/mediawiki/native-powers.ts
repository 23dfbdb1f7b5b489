/**
 * Which powers of the charter the wiki itself can give, exactly: `$wgAddGroups`, `$wgRemoveGroups` and their forms for oneself. What
 * cannot be said there exactly is left out with its reason; Writ still carries it out.
 * https://www.mediawiki.org/wiki/Manual:$wgAddGroups
 */
import { classOfRole, reach } from '../../charter/members.ts'
import type { Charter, Clause, Id, Power, RoleBlock } from '../../charter/model.ts'
import { stagesToAdd, type UsablePower } from '../../decide/power.ts'

export type NativeList = 'AddGroups' | 'RemoveGroups' | 'GroupsAddToSelf' | 'GroupsRemoveFromSelf'

/** Members of `holder` may do to `group` what the list says. */
export interface NativeRule {
  readonly list: NativeList
  readonly holder: string
  readonly group: string
  readonly clause: Clause
}

/** A power that the wiki does not get, over these roles. */
export interface LeftOut {
  readonly clause: Clause
  readonly roles: readonly Id[]
  readonly why: string
}

export interface NativePowers {
  readonly rules: readonly NativeRule[]
  readonly leftOut: readonly LeftOut[]
  /** Rules of the charter on a role that the wiki adds people to without looking at them. */
  readonly unchecked: readonly LeftOut[]
}

/** The native powers of a target. Without `direct`, on the target or on the line, there are none. */
export function nativePowers(charter: Charter, target: Id): NativePowers {
  const rules: NativeRule[] = []
  const leftOut: LeftOut[] = []
  const added = new Set<Id>()
  const direct = charter.targets.get(target)?.direct === true
  for (const [holder, block] of charter.roles) {
    block.may.forEach((power, index) => {
      const used: UsablePower = { role: holder, clause: `roles.${holder}.may[${index}]`, power }
      if (!(power.direct ?? direct)) return
      for (const role of reach(charter, power).filter((id) => charter.roles.get(id)?.gives.has(target))) {
        for (const verb of verbsOf(power)) {
          const found = nativeRule(charter, target, used, verb, role)
          if ('why' in found) leftOut.push(found)
          else {
            rules.push(found)
            if (verb === 'add') added.add(role)
          }
        }
      }
    })
  }
  if (direct) rules.push(...resignations(charter, target))
  return { rules, leftOut: gathered(leftOut), unchecked: [...added].flatMap((role) => uncheckedOf(charter, role)) }
}

function verbsOf(power: Power): readonly ('add' | 'remove' | 'suspend')[] {
  return power.verb === 'change' ? ['add', 'remove'] : [power.verb]
}

function nativeRule(charter: Charter, target: Id, used: UsablePower, verb: 'add' | 'remove' | 'suspend', role: Id): NativeRule | LeftOut {
  const { clause, power } = used
  const holder = ownGroup(charter, target, used.role, 'holder')
  const group = ownGroup(charter, target, role, 'concerned')
  const why = inexact(charter, used, verb, role) ?? (holder.ok ? undefined : holder.why) ?? (group.ok ? undefined : group.why)
  if (why !== undefined || !holder.ok || !group.ok || verb === 'suspend') return { clause, roles: [role], why: why ?? 'it is not exact' }
  const self = power.scope === 'self'
  const list: NativeList = verb === 'add' ? (self ? 'GroupsAddToSelf' : 'AddGroups') : self ? 'GroupsRemoveFromSelf' : 'RemoveGroups'
  return { list, holder: holder.group, group: group.group, clause }
}

/** Why the wiki could not say the same; undefined if it can. */
function inexact(charter: Charter, used: UsablePower, verb: 'add' | 'remove' | 'suspend', role: Id): string | undefined {
  const { power } = used
  const concerned = charter.roles.get(role)
  if (verb === 'suspend') return 'the wiki knows no suspension'
  if (power.scope === 'others') return 'it spares the holder himself, which the wiki cannot (`scope: any` would give it there)'
  if (power.when.length > 0) return 'it has conditions (`when`)'
  if (power.stages.length > 0) return 'others must agree (`stages`)'
  if (power.notice !== undefined) return 'it takes notice'
  if (power.limit !== undefined) return 'it has a limit'
  if (power.causes.length > 0) return 'it needs a cause (`causes`)'
  if (concerned?.delay !== undefined) return `role \`${role}\` takes effect after a delay`
  if (concerned?.activation !== undefined) return `role \`${role}\` lies dormant until activated`
  return verb === 'add' ? stagedBeyondActor(charter, used, role) : undefined
}

/** A role with stages is given through them by any door; a single stage that the holder passes by himself is no more than his power. */
function stagedBeyondActor(charter: Charter, used: UsablePower, role: Id): string | undefined {
  const className = roleClass(charter, role)
  if (className !== undefined && charter.classes.get(className)?.stepUp === true) return `role \`${role}\` needs a second factor to decide`
  const stages = stagesToAdd(charter, role, used)
  const only = stages[0]?.stage
  if (only === undefined) return undefined
  const alone =
    stages.length === 1 &&
    stages[0]?.actorCounts === true &&
    only.count === 1 &&
    only.by.some((one) => one.kind === 'registered' || one.kind === 'everyone' || (one.kind === 'role' && one.role === used.role))
  return alone ? undefined : `role \`${role}\` is given through stages`
}

function roleClass(charter: Charter, role: Id): Id | undefined {
  const block = charter.roles.get(role)
  return block === undefined ? undefined : classOfRole(charter, block)
}

type OwnGroup = { readonly ok: true; readonly group: string } | { readonly ok: false; readonly why: string }

/**
 * The one group on this target that stands for the role. A holder may have groups elsewhere too, for his power hangs on this one alone;
 * a role that is given or taken may not, or half of it would be.
 */
function ownGroup(charter: Charter, target: Id, id: Id, part: 'holder' | 'concerned'): OwnGroup {
  const role = charter.roles.get(id)
  const groups = role?.gives.get(target) ?? []
  const [group] = groups
  if (group === undefined) return { ok: false, why: `role \`${id}\` has no group here` }
  if (groups.length > 1) return { ok: false, why: `role \`${id}\` has several groups here` }
  if (part === 'concerned' && givenElsewhere(role, target)) return { ok: false, why: `role \`${id}\` gives something on other targets too` }
  const other = [...charter.roles].find(([otherId, block]) => otherId !== id && block.gives.get(target)?.includes(group))
  if (other !== undefined) return { ok: false, why: `group \`${group}\` also belongs to role \`${other[0]}\`` }
  const block = charter.groups.get(target)?.get(group)
  if (block?.abolished !== undefined) return { ok: false, why: `group \`${group}\` is abolished` }
  if (part === 'concerned' && (block?.managed === 'none' || block?.authority === 'target'))
    return { ok: false, why: `group \`${group}\` is not managed` }
  return { ok: true, group }
}

function givenElsewhere(role: RoleBlock | undefined, target: Id): boolean {
  return [...(role?.gives ?? [])].some(([other, groups]) => other !== target && groups.length > 0)
}

/** Resigning is always allowed and stands in no charter (CHARTER, ways out); without this line the wiki would forbid it. */
function resignations(charter: Charter, target: Id): readonly NativeRule[] {
  return [...charter.roles.keys()].flatMap((id): NativeRule[] => {
    const own = ownGroup(charter, target, id, 'concerned')
    return own.ok ? [{ list: 'GroupsRemoveFromSelf', holder: own.group, group: own.group, clause: `roles.${id}` }] : []
  })
}

function uncheckedOf(charter: Charter, id: Id): readonly LeftOut[] {
  const role = charter.roles.get(id)
  if (role === undefined) return []
  const rules: string[] = []
  if (role.account !== 'any') rules.push('kinds of account')
  if (role.requires.length > 0) rules.push('conditions')
  if (role.seats !== undefined) rules.push('seats')
  if (role.needsRole.length > 0) rules.push('roles needed before')
  if (charter.separation.some((rule) => rule.roles.includes(id))) rules.push('separation of duties')
  if (role.term !== undefined && !role.term.ongoing) rules.push('the term')
  if (role.request?.stages.some((stage) => stage.states.length > 0) === true) rules.push('statements')
  return rules.length === 0 ? [] : [{ clause: `roles.${id}`, roles: [id], why: rules.join(', ') }]
}

/** One entry for each clause and reason, with all its roles. */
function gathered(items: readonly LeftOut[]): readonly LeftOut[] {
  const found = new Map<string, LeftOut>()
  for (const item of items) {
    const key = `${item.clause} ${item.why}`
    found.set(key, { ...item, roles: [...new Set([...(found.get(key)?.roles ?? []), ...item.roles])] })
  }
  return [...found.values()]
}
