import { isAssigned, rightsOfGroup } from '../charter/members.ts'
import type { Charter, Id, RightRef } from '../charter/model.ts'
import type { Holder } from './holders.ts'
import type { PromiseAnswer } from './promise-verdict.ts'

/** So many people hold a right, what it needs included. Without a roster two holders a role are assumed; more than that is not known. */
export function checkAlwaysHeld(
  charter: Charter,
  { target, right }: RightRef,
  people: number,
  holders: readonly Holder[],
  fromRoster: boolean,
): PromiseAnswer {
  const because = [`rights.${target}.${right}`]
  const name = `\`${target}.${right}\``
  const everybody = groupsWhere(charter, target, (group) => group.implicit !== undefined)
  if (has(charter, target, right, everybody)) return { kept: true, why: `everybody has ${name}`, because }
  const roles = [...charter.roles]
    .filter(([, role]) => has(charter, target, right, [...(role.gives.get(target) ?? []), ...everybody]) && role.activation === undefined)
    .map(([id]) => id)
  if (roles.length === 0) {
    const lists = groupsWhere(charter, target, (group) => isAssigned(group)).filter((group) =>
      rightsOfGroup(charter, target, group).has(right),
    )
    const why = lists.length === 0 ? `no group of \`${target}\` lists \`${right}\`` : `no role gives ${name} with everything it needs`
    return { kept: false, why, because }
  }
  const among = roles.map((id) => `\`${id}\``).join(', ')
  const holding = holders.filter((holder) => holder.roles.some((role) => roles.includes(role))).length
  if (fromRoster)
    return {
      kept: holding >= people,
      why: `${holding} of the roster ${holding === 1 ? 'holds' : 'hold'} ${name} (${among}); ${people} promised`,
      because,
    }
  const seats = roles.reduce((sum, id) => sum + (charter.roles.get(id)?.seats?.limit ?? Infinity), 0)
  if (seats < people)
    return {
      kept: false,
      why: `${among} ${roles.length === 1 ? 'has' : 'have'} ${seats} seats; ${people} people promised`,
      because: roles.map((id) => `roles.${id}.seats`),
    }
  if (holding >= people)
    return { kept: true, why: `${among} ${roles.length === 1 ? 'gives' : 'give'} ${name}, assuming two holders a role`, because }
  return { kept: null, why: `not known without a roster: ${among} must have ${people} holders`, because }
}

function groupsWhere(charter: Charter, target: Id, test: (group: NonNullable<ReturnType<typeof groupOf>>) => boolean): readonly string[] {
  return [...(charter.groups.get(target) ?? [])].filter(([, group]) => test(group)).map(([name]) => name)
}

function groupOf(charter: Charter, target: Id, name: string) {
  return charter.groups.get(target)?.get(name)
}

/** Whether groups together give a right with all that it needs, nothing of it denied. */
function has(charter: Charter, target: Id, right: string, groups: readonly string[]): boolean {
  const rights = new Set(groups.flatMap((group) => [...rightsOfGroup(charter, target, group)]))
  for (const group of groups) for (const denied of groupOf(charter, target, group)?.denies ?? []) rights.delete(denied)
  const complete = (name: string, seen: readonly string[]): boolean =>
    rights.has(name) &&
    (charter.rights.get(target)?.get(name)?.needs ?? []).every((other) => seen.includes(other) || complete(other, [...seen, name]))
  return complete(right, [])
}
