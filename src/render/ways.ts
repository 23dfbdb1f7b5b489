import { controllingRights, doorsOf, type Door, type RightDoor } from '../charter/doors.ts'
import { reach, rightsOfGroup } from '../charter/members.ts'
import type { Charter, Clause, Id } from '../charter/model.ts'
import { formatDuration } from '../kernel/duration.ts'
import { peopleInWords, stagesInWords } from './charter-words.ts'

/** A way into a role or out of it, in words for people who do not read the charter. */
export interface Way {
  readonly who: string
  readonly how: string
  readonly clause: Clause
}

/** Every way into a role, in words. */
export function waysIn(charter: Charter, role: Id): readonly Way[] {
  return (doorsOf(charter).get(role) ?? []).map((door) => ({ ...wayIn(charter, role, door), clause: door.clause }))
}

function wayIn(charter: Charter, role: Id, door: Door): Omit<Way, 'clause'> {
  if (door.kind === 'power') {
    const title = charter.roles.get(door.holder)?.title ?? door.holder
    const { scope, when } = door.power
    const also = scope === 'others' ? '' : scope === 'self' ? ' to themselves only' : ' to themselves too'
    const conditions = when.length === 0 ? '' : `, if: ${when.map((id) => charter.conditions.get(id)?.text ?? id).join(', ')}`
    return { who: title, how: `can give it${also}${approval(charter, door.stages)}${conditions}` }
  }
  if (door.kind === 'request') {
    const by = charter.roles.get(role)?.request?.by ?? []
    return {
      who: capital(peopleInWords(charter, by)),
      how: `can ask for it; who decides: ${stagesInWords(charter, door.stages) || 'the charter alone'}`,
    }
  }
  if (door.kind === 'automatic') return { who: 'The charter itself', how: 'gives it to whoever meets the conditions' }
  return bypass(charter, door, 'can put anybody into')
}

/** Every way out of a role besides giving it up, in words. */
export function waysOut(charter: Charter, role: Id): readonly Way[] {
  const ways: Way[] = []
  for (const [holder, block] of charter.roles) {
    for (const [index, power] of block.may.entries()) {
      if (power.verb === 'add' || !reach(charter, power).includes(role)) continue
      const what = power.verb === 'suspend' ? 'can suspend whoever holds it' : 'can take it away'
      const causes = power.causes.length === 0 ? '' : ` for ${power.causes.join(' or ')}`
      const notice = power.notice === undefined ? '' : `, ${formatDuration(power.notice)} after telling them`
      ways.push({
        who: block.title,
        how: `${what}${causes}${approval(charter, power.stages)}${notice}`,
        clause: `roles.${holder}.may[${index}]`,
      })
    }
  }
  const block = charter.roles.get(role)
  for (const [target, groups] of block?.gives ?? [])
    for (const door of controllingRights(charter, target, groups, 'remove'))
      ways.push({ ...bypass(charter, door, 'can take anybody out of'), clause: door.clause })
  if (block?.inactive?.then === 'end')
    ways.push({
      who: 'The charter itself',
      how: `ends it after ${formatDuration(block.inactive.after)} without use`,
      clause: `roles.${role}.inactive`,
    })
  return ways
}

/** A right of the target that goes past everything the charter says. */
function bypass(charter: Charter, { target, right, group }: RightDoor, verb: string): Omit<Way, 'clause'> {
  const groups = [...(charter.groups.get(target)?.keys() ?? [])].filter((name) => rightsOfGroup(charter, target, name).has(right))
  return {
    who: `Whoever has ${right} on ${charter.targets.get(target)?.title ?? target}`,
    how: `(${groups.join(', ')}) ${verb} ${group} there, past this charter`,
  }
}

function approval(charter: Charter, stages: Parameters<typeof stagesInWords>[1]): string {
  return stages.length === 0 ? '' : `, once ${stagesInWords(charter, stages)} ${stages.length === 1 ? 'agrees' : 'agree'}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
