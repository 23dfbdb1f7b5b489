import { classOfRole, reach, rightsOfGroup } from './members.ts'
import type { Charter, Clause, Id, People, Power, Stage } from './model.ts'

/** One way into a role. */
export type Door =
  | { readonly kind: 'power'; readonly clause: Clause; readonly holder: Id; readonly power: Power; readonly stages: readonly Stage[] }
  | { readonly kind: 'request'; readonly clause: Clause; readonly stages: readonly Stage[] }
  | { readonly kind: 'automatic'; readonly clause: Clause }
  /** A right with `controls` that lets its holders into a group of the role, past everything the charter says. */
  | { readonly kind: 'right'; readonly clause: Clause; readonly target: Id; readonly right: string; readonly group: string }

export type RightDoor = Extract<Door, { kind: 'right' }>

/** The doors into every role of the charter: somebody's power, a request, the charter itself, a right over groups. They are alternatives. */
export function doorsOf(charter: Charter): ReadonlyMap<Id, readonly Door[]> {
  const doors = new Map<Id, Door[]>([...charter.roles.keys()].map((id) => [id, []]))
  for (const [holder, role] of charter.roles) {
    for (const [index, power] of role.may.entries()) {
      if (power.verb !== 'add' && power.verb !== 'change') continue
      for (const reached of reach(charter, power))
        doors.get(reached)?.push({ kind: 'power', clause: `roles.${holder}.may[${index}]`, holder, power, stages: power.stages })
    }
  }
  for (const [id, role] of charter.roles) {
    if (role.request !== undefined)
      doors.get(id)?.push({ kind: 'request', clause: `roles.${id}.request`, stages: stagesOfRequest(charter, id) })
    if (role.automatic === 'always') doors.get(id)?.push({ kind: 'automatic', clause: `roles.${id}.automatic` })
    for (const [target, groups] of role.gives) for (const door of controllingRights(charter, target, groups)) doors.get(id)?.push(door)
  }
  return doors
}

/** Rights of some group that put people into one of these groups, or take them out. */
export function controllingRights(charter: Charter, target: Id, groups: readonly string[], way: 'add' | 'remove' = 'add'): RightDoor[] {
  const doors: RightDoor[] = []
  for (const [right, block] of charter.rights.get(target) ?? []) {
    const { controls } = block
    if (controls === undefined || controls === 'accounts') continue
    const group = groups.find((name) => controls === 'all-groups' || controls[way].includes(name))
    const held = [...(charter.groups.get(target)?.keys() ?? [])].some((name) => rightsOfGroup(charter, target, name).has(right))
    if (group !== undefined && held) doors.push({ kind: 'right', clause: `rights.${target}.${right}`, target, right, group })
  }
  return doors
}

/** The stages of a request for a role: its own, with those of its class before the last one. */
export function stagesOfRequest(charter: Charter, id: Id): readonly Stage[] {
  const role = charter.roles.get(id)
  if (role?.request === undefined) return []
  const own = role.request.stages
  const ofClass = charter.classes.get(classOfRole(charter, role) ?? '')?.stages ?? []
  return [...own.slice(0, -1), ...ofClass, ...own.slice(-1)]
}

/** Every list of people in the charter, with its clause. */
export function peopleLists(charter: Charter): readonly { readonly clause: Clause; readonly people: readonly People[] }[] {
  const lists: { clause: Clause; people: readonly People[] }[] = []
  const put = (clause: Clause, people: readonly People[] | undefined) => {
    if (people !== undefined && people.length > 0) lists.push({ clause, people })
  }
  const stages = (clause: Clause, all: readonly Stage[]) => {
    for (const [index, stage] of all.entries()) {
      put(`${clause}.stages[${index}].by`, stage.by)
      put(`${clause}.stages[${index}].fallback.by`, stage.fallback?.by)
      put(`${clause}.stages[${index}].escalate.to`, stage.escalate?.to)
    }
  }
  for (const [id, target] of charter.targets) put(`targets.${id}.after.confirmed_by`, target.after?.confirmedBy)
  for (const [id, condition] of charter.conditions) put(`conditions.${id}.except.by`, condition.except?.by)
  for (const [id, block] of charter.classes) stages(`classes.${id}`, block.stages)
  for (const [id, role] of charter.roles) {
    const here = `roles.${id}`
    for (const [index, power] of role.may.entries()) stages(`${here}.may[${index}]`, power.stages)
    put(`${here}.request.by`, role.request?.by)
    stages(`${here}.request`, role.request?.stages ?? [])
    put(`${here}.activation.by`, role.activation?.by)
    stages(`${here}.activation`, role.activation?.stages ?? [])
    put(`${here}.activation.tells`, role.activation?.tells)
    put(`${here}.activation.review.by`, role.activation?.review?.by)
    put(`${here}.review.by`, role.review?.by)
    put(`${here}.follow_up.by`, role.followUp?.by)
    put(`${here}.follow_up.escalate.to`, role.followUp?.escalate?.to)
    put(`${here}.objection.by`, role.objection?.by)
  }
  put('suspension.decided_by', charter.suspension?.decidedBy)
  put('suspension.refer_to', charter.suspension?.referTo)
  for (const [id, mark] of charter.marks) {
    put(`marks.${id}.by`, mark.by)
    put(`marks.${id}.reversed_by`, mark.reversedBy)
  }
  put('amendments.by', charter.amendments.by)
  stages('amendments', charter.amendments.stages)
  return lists
}
