import type { Checking } from '../check/sayer.ts'
import { doorsOf, peopleLists } from '../doors.ts'
import { reach, rolesOf } from '../members.ts'
import type { Id, Power, RoleBlock } from '../model.ts'
import { alternatives, quoted } from '../problem.ts'

/** Powers that reach further, or less far, than one thinks. */
export function powers({ charter, say }: Checking): void {
  for (const [id, role] of charter.roles) {
    for (const [index, power] of role.may.entries()) {
      const clause = `roles.${id}.may[${index}]`
      const named = power.roles === 'all' ? [...charter.roles.keys()] : power.roles
      if (power.roles === 'all') {
        const reached = reach(charter, power)
        const itself = reached.includes(id) ? ', itself among them' : ''
        say(
          'all-in-may',
          `${clause}.${power.verb}`,
          `\`all\` reaches ${alternatives(reached, 30).replace(/ or (?=`[^`]*`$)/, ' and ')}${itself}, and every role added later`,
          'name the roles, or those that must be out of reach in `but`',
        )
      }
      for (const [place, other] of power.but.entries()) {
        if (!named.includes(other))
          say(
            'but-not-reached',
            `${clause}.but[${place}]`,
            `${quoted(other)} is not among the roles this power reaches`,
            'remove it from `but`',
          )
      }
      if (power.direct === true) inexact({ charter, say }, clause, power, named)
      holdersNeeded({ charter, say }, clause, id, role, power)
    }
  }
}

/** What stands between the decision and its effect cannot be left to the target. */
function inexact({ charter, say }: Checking, clause: string, power: Power, named: readonly Id[]): void {
  const roles = named.flatMap((id) => charter.roles.get(id) ?? [])
  const why = [
    power.when.length > 0 ? '`when`' : undefined,
    power.stages.length > 0 ? '`stages`' : undefined,
    power.notice === undefined ? undefined : '`notice`',
    roles.some((role) => role.delay !== undefined) ? 'the `delay` of a role it reaches' : undefined,
    roles.some((role) => role.gives.size > 1) ? 'a role it reaches that gives groups on several targets' : undefined,
    power.scope === 'others' ? '`scope: others`' : undefined,
  ].filter((one) => one !== undefined)
  if (why.length > 0)
    say(
      'direct-not-exact',
      `${clause}.direct`,
      `the target cannot enforce this power exactly because of ${why.join(', ')}; it will be left to Writ`,
      'remove `direct`, or what stands against it',
    )
}

/** Example: colonels confirm colonels. With two of them the honest one cannot reach one other approver. */
function holdersNeeded({ say }: Checking, clause: string, id: Id, role: RoleBlock, power: Power): void {
  if (power.verb === 'add' || power.verb === 'suspend' || power.roles === 'all' || !power.roles.includes(id)) return
  const others = power.stages
    .filter((stage) => !stage.consult && stage.by.every((one) => one.kind === 'role' && one.role === id))
    .reduce((sum, stage) => sum + stage.count, 0)
  if (others === 0) return
  const needed = others + 2
  const seats = role.seats !== undefined && role.seats.limit < needed ? `, and there are only ${role.seats.limit} seats` : ''
  say(
    'holders-needed',
    clause,
    `to undo one rogue ${quoted(id)} there must be at least ${needed} holders${seats}`,
    'keep so many holders, or let another role confirm',
  )
}

/** Who may decide: a role that nobody can get, anybody at all, or whoever the person concerned names. */
export function approvers({ charter, say }: Checking): void {
  const doors = doorsOf(charter)
  for (const { clause, people } of peopleLists(charter)) {
    const roles = rolesOf(people)
    if (roles.length === people.length && roles.every((role) => (doors.get(role) ?? []).length === 0)) {
      say(
        'unreachable-approver',
        clause,
        `${roles.map(quoted).join(', ')} ${roles.length === 1 ? 'is a role' : 'are roles'} that nobody can ever get`,
        'give it a door (`request`, or `may: [{ add: ... }]` of another role), or name another role',
      )
    }
    if (!/\.stages\[\d+\]\.(?:by|fallback\.by)$/.test(clause)) continue
    if (people.some((one) => one.kind === 'everyone' || one.kind === 'registered'))
      say('approver-is-anybody', clause, 'anybody may approve here, a second account of the same person too', 'name roles')
    for (const one of people) {
      if (one.kind === 'relation' && charter.facts.get(one.fact)?.setBy === 'self') {
        say(
          'approver-chosen-by-subject',
          clause,
          `${quoted(`subject.${one.fact}`)} is a fact that persons set themselves: they choose who approves`,
          'take the relation from a source that others keep and say `set_by: others`',
        )
      }
    }
  }
}
