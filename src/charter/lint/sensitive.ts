import type { Checking } from '../check/sayer.ts'
import { doorsOf, type Door } from '../doors.ts'
import { classOfRole } from '../members.ts'
import type { Charter, Id, RoleBlock } from '../model.ts'
import { quoted } from '../problem.ts'

/** Ways to the most sensitive rights at which nobody but the person concerned decides, or at which the approvals of their class are left out. */
export function sensitive({ charter, say }: Checking): void {
  if (charter.classes.size === 0) return
  const doors = doorsOf(charter)
  const highest = Math.max(...[...charter.classes.values()].map(({ level }) => level))
  for (const [id, role] of charter.roles) {
    const ruled = classOfRole(charter, role)
    const block = ruled === undefined ? undefined : charter.classes.get(ruled)
    if (block === undefined || block.level < highest || (charter.classes.size < 2 && block.stages.length === 0)) continue
    if (role.automatic !== 'never')
      say(
        'sensitive-without-approval',
        `roles.${id}.automatic`,
        `${quoted(id)} gives rights of class ${quoted(ruled ?? '')}, and the machine alone decides who gets it`,
        'write `automatic: never` and add a request with stages',
      )
    for (const door of doors.get(id) ?? []) {
      const why = unapproved(charter, id, role, door, block.stages.length > 0)
      if (why !== undefined)
        say(
          'sensitive-without-approval',
          door.clause,
          `${quoted(id)} gives rights of class ${quoted(ruled ?? '')}, and ${why}`,
          'add `stages` here, or take this door away',
        )
    }
  }
}

/** A power that its holders use on themselves, or past what the class asks for. A weaker door beside a request is `weak-door`. */
function unapproved(charter: Charter, id: Id, role: RoleBlock, door: Door, classHasStages: boolean): string | undefined {
  if (door.kind !== 'power' || door.stages.some((stage) => !stage.consult && stage.ifVacant === 'wait')) return undefined
  const alone = door.power.scope !== 'others' && door.holder !== id && !holdsAsMuch(charter, door.holder, role)
  if (alone) return `holders of ${quoted(door.holder)} take it for themselves: \`scope: ${door.power.scope}\` without stages`
  return classHasStages && role.request === undefined ? 'this power leaves out the approvals that the class asks for' : undefined
}

/** Whoever has rights of the same class already gains nothing that this lint is about. */
function holdsAsMuch(charter: Charter, holder: Id, role: RoleBlock): boolean {
  const own = charter.roles.get(holder)
  const level = (one: RoleBlock) => charter.classes.get(classOfRole(charter, one) ?? '')?.level ?? 0
  return own !== undefined && level(own) >= level(role)
}
