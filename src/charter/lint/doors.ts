import type { Checking } from '../check/sayer.ts'
import { controllingRights, doorsOf, type Door } from '../doors.ts'
import { reach } from '../members.ts'
import type { Charter, Id, Stage } from '../model.ts'
import { alternatives, quoted } from '../problem.ts'

/** The ways into a role and out of it: none, a weak one beside a strong one, nobody who takes it away. */
export function doors({ charter, say }: Checking): void {
  const removable = removableRoles(charter)
  const every = doorsOf(charter)
  weakDoors({ charter, say }, every)
  for (const [id, all] of every) {
    if (all.length === 0) {
      say(
        'role-without-door',
        `roles.${id}`,
        `nobody can ever get ${quoted(id)}: no power, no request and no automatic grant leads to it`,
        'add a door, or leave it to founding holders (`writ setup`)',
      )
    }
    const role = charter.roles.get(id)
    const ends =
      role?.term?.lasts ??
      role?.term?.ends ??
      (role?.inactive?.then === 'end' ? role.inactive : undefined) ??
      (role?.review?.unanswered === 'end' ? role.review : undefined)
    if (!removable.has(id) && ends === undefined) {
      say(
        'nobody-removes',
        `roles.${id}`,
        `nobody may take ${quoted(id)} away, and it does not end by itself`,
        'add a power with `remove` or `change`, or a `term`',
      )
    }
  }
}

/** Roles that some power takes away, or whose group a right over groups empties. */
function removableRoles(charter: Charter): ReadonlySet<Id> {
  const powers = [...charter.roles.values()].flatMap((role) => role.may)
  const removable = new Set(
    powers.filter((power) => power.verb === 'remove' || power.verb === 'change').flatMap((power) => reach(charter, power)),
  )
  for (const [id, role] of charter.roles) {
    for (const [target, groups] of role.gives) if (controllingRights(charter, target, groups, 'remove').length > 0) removable.add(id)
  }
  return removable
}

/** Doors are alternatives: whoever wants in takes the weakest. One finding a door, naming every role that it opens more easily than another door does. */
function weakDoors({ charter, say }: Checking, all: ReadonlyMap<Id, readonly Door[]>): void {
  const weak = new Map<string, { readonly persons: number; readonly roles: Id[]; readonly than: Door & { readonly persons: number } }>()
  for (const [id, doorsOfRole] of all) {
    const counted = doorsOfRole.flatMap((door) => personsNeeded(charter, id, door))
    const strongest = counted.filter((door) => door.kind !== 'right').toSorted((left, right) => right.persons - left.persons)[0]
    if (strongest === undefined) continue
    for (const door of counted.filter((one) => one.persons < strongest.persons)) {
      const known = weak.get(door.clause) ?? { persons: door.persons, roles: [], than: strongest }
      known.roles.push(id)
      weak.set(door.clause, known)
    }
  }
  for (const [clause, { persons, roles, than }] of weak) {
    const shown = alternatives(roles).replace(/ or (?=`[^`]*`$)/, ' and ')
    say(
      'weak-door',
      clause,
      `at this door into ${shown} ${deciding(persons)}, at ${quoted(than.clause)} ${deciding(than.persons)}; doors are alternatives`,
      'add `stages` here, or take this door away',
    )
  }
}

function deciding(count: number): string {
  return count === 0 ? 'nobody decides' : count === 1 ? 'one person decides' : `${count} persons decide`
}

/** How many persons other than the one concerned must act; the machine is left to checks of its own. */
function personsNeeded(charter: Charter, id: Id, door: Door): readonly (Door & { readonly persons: number })[] {
  if (door.kind === 'automatic') return []
  if (door.kind === 'right') return [{ ...door, persons: 1 }]
  if (door.kind === 'power') return [{ ...door, persons: 1 + stagePersons(door.stages) }]
  return charter.roles.get(id)?.automatic === 'never' ? [{ ...door, persons: stagePersons(door.stages) }] : []
}

function stagePersons(stages: readonly Stage[]): number {
  return stages
    .filter((stage) => !stage.consult && !stage.countsEarlier && stage.ifVacant === 'wait')
    .reduce((sum, stage) => sum + stage.count, 0)
}
