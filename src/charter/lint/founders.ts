import type { Checking } from '../check/sayer.ts'
import { doorsOf, type Door } from '../doors.ts'
import { rightsOfGroup } from '../members.ts'
import type { Charter, Id, Stage } from '../model.ts'
import { quoted } from '../problem.ts'

/** With more candidates than this the first one is named instead of the one that opens the most. */
const COMPARED = 40

/** Roles that can be given only by somebody who already holds them, or by each other: their first holders come from `setup` or an import. */
export function founders({ charter, say }: Checking): void {
  const doors = doorsOf(charter)
  const held = new Set([...doors].filter(([, all]) => all.length === 0).map(([id]) => id))
  spread(charter, doors, held)
  for (let open = [...doors.keys()].filter((id) => !held.has(id)); open.length > 0; open = open.filter((id) => !held.has(id))) {
    const alone = open.find((id) => (doors.get(id) ?? []).every((door) => needsItself(charter, id, door)))
    const founder = alone ?? mostOpening(charter, doors, held, open)
    const how = alone === undefined ? 'leads back to itself through the roles that give it' : 'is given only by its own holders'
    say(
      'founder-needed',
      `roles.${founder}`,
      `${quoted(founder)} ${how}: somebody must hold it from the start`,
      'name the first holders in `writ setup`, or take them over with `writ adopt`',
    )
    held.add(founder)
    spread(charter, doors, held)
  }
}

/** Adds every role that can be reached once these are held. */
function spread(charter: Charter, doors: ReadonlyMap<Id, readonly Door[]>, held: Set<Id>): void {
  for (let before = -1; before !== held.size;) {
    before = held.size
    for (const [id, all] of doors) if (!held.has(id) && all.some((door) => isOpen(charter, door, held))) held.add(id)
  }
}

function isOpen(charter: Charter, door: Door, held: ReadonlySet<Id>): boolean {
  if (door.kind === 'automatic') return true
  if (door.kind === 'right') return [...held].some((id) => bearsRight(charter, id, door))
  return (door.kind === 'request' || held.has(door.holder)) && door.stages.every((stage) => canBeFilled(stage, held))
}

function canBeFilled(stage: Stage, held: ReadonlySet<Id>): boolean {
  return (
    stage.consult ||
    stage.ifVacant === 'skip' ||
    [...stage.by, ...(stage.fallback?.by ?? [])].some((one) => one.kind !== 'role' || held.has(one.role))
  )
}

function bearsRight(charter: Charter, id: Id, door: Extract<Door, { kind: 'right' }>): boolean {
  return (charter.roles.get(id)?.gives.get(door.target) ?? []).some((group) => rightsOfGroup(charter, door.target, group).has(door.right))
}

function needsItself(charter: Charter, id: Id, door: Door): boolean {
  if (door.kind === 'automatic') return false
  if (door.kind === 'right') return [...charter.roles.keys()].every((other) => other === id || !bearsRight(charter, other, door))
  if (door.kind === 'power' && door.holder === id) return true
  return door.stages.some(
    (stage) =>
      !stage.consult &&
      stage.ifVacant === 'wait' &&
      stage.fallback === undefined &&
      stage.by.every((one) => one.kind === 'role' && one.role === id),
  )
}

function mostOpening(charter: Charter, doors: ReadonlyMap<Id, readonly Door[]>, held: ReadonlySet<Id>, open: readonly Id[]): Id {
  const gain = (id: Id) => {
    const reached = new Set([...held, id])
    spread(charter, doors, reached)
    return reached.size
  }
  const candidates = open.slice(0, COMPARED).map((id) => ({ id, gain: gain(id) }))
  return candidates.toSorted((left, right) => right.gain - left.gain)[0]?.id ?? ''
}
