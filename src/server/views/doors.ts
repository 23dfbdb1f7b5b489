import { controllingRights, doorsOf, type Door, type RightDoor } from '../../charter/doors.ts'
import { reach, rightsOfGroup } from '../../charter/members.ts'
import type { Charter, Id } from '../../charter/model.ts'
import type { CharterSource } from '../../charter/source.ts'
import { formatDuration } from '../../kernel/duration.ts'
import type { DoorView } from '../../web/view.ts'
import { lineOf } from './place.ts'
import { peopleInWords, stagesInWords } from './words.ts'

/** Every way into a role, in words. */
export function waysIn(source: CharterSource, role: Id): readonly DoorView[] {
  return (doorsOf(source.charter).get(role) ?? []).map((door) => ({
    ...wayIn(source.charter, role, door),
    line: lineOf(source, door.clause),
  }))
}

function wayIn(charter: Charter, role: Id, door: Door): Omit<DoorView, 'line'> {
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
export function waysOut(source: CharterSource, role: Id): readonly DoorView[] {
  const { charter } = source
  const ways: DoorView[] = []
  for (const [holder, block] of charter.roles) {
    for (const [index, power] of block.may.entries()) {
      if (power.verb === 'add' || !reach(charter, power).includes(role)) continue
      const what = power.verb === 'suspend' ? 'can suspend whoever holds it' : 'can take it away'
      const causes = power.causes.length === 0 ? '' : ` for ${power.causes.join(' or ')}`
      const notice = power.notice === undefined ? '' : `, ${formatDuration(power.notice)} after telling them`
      ways.push({
        who: block.title,
        how: `${what}${causes}${approval(charter, power.stages)}${notice}`,
        line: lineOf(source, `roles.${holder}.may[${index}]`),
      })
    }
  }
  const block = charter.roles.get(role)
  for (const [target, groups] of block?.gives ?? [])
    for (const door of controllingRights(charter, target, groups, 'remove'))
      ways.push({ ...bypass(charter, door, 'can take anybody out of'), line: lineOf(source, door.clause) })
  if (block?.inactive?.then === 'end')
    ways.push({
      who: 'The charter itself',
      how: `ends it after ${formatDuration(block.inactive.after)} without use`,
      line: lineOf(source, `roles.${role}.inactive`),
    })
  return ways
}

/** A right of the target that goes past everything the charter says. */
function bypass(charter: Charter, { target, right, group }: RightDoor, verb: string): Omit<DoorView, 'line'> {
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
