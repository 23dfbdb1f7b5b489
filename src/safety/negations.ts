import type { AccountKind, Charter, ConditionItem, Id, RoleBlock } from '../charter/model.ts'
import type { Item } from './item.ts'
import type { SafetyRule } from './rule.ts'

/**
 * Notes on a rule of an adversary what must not be held for it. Separation of duties of which one role may be held is said item by item (`apart`);
 * of everything else (a condition that asks for a role not to be held, separation that allows more than one, a group that denies the right) only
 * that there is something. Native rights pass over separation.
 */
export function withNegations(charter: Charter, rule: SafetyRule): SafetyRule {
  if (rule.side !== 'attack') return rule
  if (rule.door === 'right' || rule.door === 'technical') return isDenied(charter, rule.clause) ? { ...rule, relaxed: true } : rule
  if (rule.effect !== 'add' || rule.door === 'amendment') return rule
  const enforced = charter.separation.filter(({ then }) => then === 'enforce')
  const apart = new Map<Item, readonly Item[]>()
  for (const item of rule.items) {
    const others = enforced.filter(({ roles, atMost }) => atMost === 1 && roles.includes(item)).flatMap(({ roles }) => roles)
    const distinct = [...new Set(others)].filter((other) => other !== item)
    if (distinct.length > 0) apart.set(item, distinct)
  }
  const isRelaxed =
    rule.items.some((item) => enforced.some(({ roles, atMost }) => atMost > 1 && roles.includes(item))) ||
    whenOf(charter, rule).some((id) => negates(charter, { kind: 'named', condition: id })) ||
    rule.items.some((item) => asksForAbsence(charter, item))
  return { ...rule, ...(isRelaxed ? { relaxed: true } : {}), ...(apart.size === 0 ? {} : { apart }) }
}

/** Whether some group keeps holders of others from a right. */
function isDenied(charter: Charter, clause: string): boolean {
  return [...charter.groups].some(([target, groups]) =>
    [...groups.values()].some(({ denies }) => denies.some((right) => clause === `rights.${target}.${right}`)),
  )
}

/** The conditions of the power that a rule comes from. */
function whenOf(charter: Charter, { clause }: SafetyRule): readonly Id[] {
  const [, role = '', index] = /^roles\.([^.]+)\.may\[(\d+)\]$/.exec(clause) ?? []
  return index === undefined ? [] : (charter.roles.get(role)?.may[Number(index)]?.when ?? [])
}

function asksForAbsence(charter: Charter, id: Id): boolean {
  const role = charter.roles.get(id)
  if (role === undefined) return false
  const kinds: readonly AccountKind[] = role.account === 'any' ? [] : role.account
  const required = [
    ...asked(role.requires),
    ...[...role.gives.keys()].flatMap((target) => asked(charter.targets.get(target)?.members?.requires ?? [])),
    ...kinds.flatMap((kind) => {
      const block = charter.accounts.get(kind)
      return [...asked(block?.requires ?? []), ...(block?.recognisedBy === undefined ? [] : [block.recognisedBy])]
    }),
  ]
  return required.some((condition) => negates(charter, { kind: 'named', condition }))
}

function asked(requirements: RoleBlock['requires']): readonly Id[] {
  return requirements.filter((one) => one.then !== 'report').map((one) => one.condition)
}

/** Whether a condition asks for a role not to be held. */
function negates(charter: Charter, item: ConditionItem, inside = false): boolean {
  switch (item.kind) {
    case 'all':
    case 'any':
      return item.items.some((one) => negates(charter, one, inside))
    case 'not':
      return negates(charter, item.item, true)
    case 'role':
      return inside
    case 'named': {
      const block = charter.conditions.get(item.condition)
      return block !== undefined && negates(charter, block.test, inside)
    }
    default:
      return false
  }
}
