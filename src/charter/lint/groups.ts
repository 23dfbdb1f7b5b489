import type { Checking } from '../check/sayer.ts'
import { rightsOfGroup } from '../members.ts'
import type { Charter, GroupBlock, Id } from '../model.ts'
import { quoted } from '../problem.ts'
import { WRIT } from '../writ-target.ts'

/** Groups that do nothing, only take away, or repeat; groups that are to be gone and still count; one group for two offices. */
export function groups({ charter, say }: Checking): void {
  for (const [target, all] of charter.groups) {
    if (target === WRIT) continue
    for (const [name, block] of all) {
      const clause = `groups.${target}.${name}`
      if (block.abolished !== undefined) continue
      empty({ charter, say }, target, name, block)
      for (const [index, included] of block.includes.entries()) {
        if (all.get(included)?.abolished !== undefined)
          say(
            'abolished-still-used',
            `${clause}.includes[${index}]`,
            `${quoted(name)} takes its rights from ${quoted(included)}, which is to be gone`,
            'list the rights that are to stay',
          )
      }
      redundant({ charter, say }, target, name, block)
    }
  }
  for (const [id, gate] of charter.gates) {
    for (const [index, name] of gate.only.entries()) {
      if (charter.groups.get(gate.target)?.get(name)?.abolished !== undefined)
        say(
          'abolished-still-used',
          `gates.${id}.only[${index}]`,
          `the gate lets ${quoted(name)} pass, a group that is to be gone`,
          'name the group that takes its place',
        )
    }
  }
  shared({ charter, say })
}

/** Only where the charter speaks of rights at all: an LDAP group is a list of people and no more. */
function empty({ charter, say }: Checking, target: Id, name: string, block: GroupBlock): void {
  if ((charter.rights.get(target)?.size ?? 0) === 0 || block.implicit !== undefined) return
  if (rightsOfGroup(charter, target, name).size > 0 || Object.keys(block.settings).length > 0) return
  const clause = `groups.${target}.${name}`
  if (block.denies.length > 0)
    say(
      'group-only-revokes',
      clause,
      `${quoted(name)} gives nothing and takes ${block.denies.map(quoted).join(', ')} away: systems that list groups by their rights do not show it`,
      'say in its `text` that this is a sanction, or use `denies` in another group',
    )
  else if (![...charter.gates.values()].some((gate) => gate.target === target && gate.only.includes(name)))
    say(
      'group-without-right',
      clause,
      `${quoted(name)} gives no right and opens no gate: being in it changes nothing`,
      'list its rights, or mark it as `abolished`',
    )
}

/** What everybody or a group that is included has already. */
function redundant({ charter, say }: Checking, target: Id, name: string, block: GroupBlock): void {
  const from = sources(charter, target, block)
  for (const [index, right] of block.rights.entries()) {
    const source = from.get(right)
    if (source !== undefined)
      say(
        'redundant-right',
        `groups.${target}.${name}.rights[${index}]`,
        `${quoted(name)} has ${quoted(right)} already, from ${quoted(source)}`,
        'remove it here, or there',
      )
  }
}

/** right -> the group from which a member has it without the group's own list. */
function sources(charter: Charter, target: Id, block: GroupBlock): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const put = (source: string) => {
    for (const right of rightsOfGroup(charter, target, source)) if (!found.has(right)) found.set(right, source)
  }
  if (block.implicit !== 'everyone') {
    for (const [name, { implicit }] of charter.groups.get(target) ?? [])
      if (implicit === 'everyone' || (implicit === 'registered' && block.implicit === undefined)) put(name)
  }
  block.includes.forEach(put)
  return found
}

/** Of somebody in the group nobody can tell which office they hold. Two roles with equal rights but groups of their own are in order. */
function shared({ charter, say }: Checking): void {
  const first = new Map<string, Id>()
  for (const [id, role] of charter.roles) {
    if (role.activation !== undefined || role.deputiesOf !== undefined) continue
    for (const [target, given] of role.gives) {
      if (target === WRIT) continue
      for (const [index, group] of given.entries()) {
        const key = JSON.stringify([target, group])
        const other = first.get(key)
        if (other === undefined) first.set(key, id)
        else
          say(
            'group-of-two-roles',
            `roles.${id}.gives.${target}[${index}]`,
            `${quoted(group)} is given by ${quoted(other)} too: from the group nobody can tell which of the two somebody holds`,
            'give each role a group of its own, with the same rights if need be',
          )
      }
    }
  }
}
