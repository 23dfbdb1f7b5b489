import type { Checking } from '../check/sayer.ts'
import type { Charter, ConditionItem, Id } from '../model.ts'
import { quoted } from '../problem.ts'

/** Grants that nothing ever ends or looks at again, and separation of duties that makes a role impossible. */
export function terms({ charter, say }: Checking): void {
  for (const [id, role] of charter.roles) {
    if (role.gives.size === 0 || role.deputiesOf !== undefined || role.activation !== undefined) continue
    const ends = role.term?.lasts ?? role.term?.ends ?? (role.term?.ongoing === true ? undefined : role.term?.longest)
    if (ends === undefined && role.review === undefined && role.inactive === undefined)
      say(
        'term-without-end',
        `roles.${id}`,
        `whoever has ${quoted(id)} keeps it for good: it has neither a term that ends nor a review nor a rule about inactivity`,
        'add `term: { lasts: ... }` or `review: { every: ..., by: ... }`',
      )
  }
  for (const [index, rule] of charter.separation.entries()) {
    for (const id of rule.roles) {
      const held = required(charter, id).filter((other) => other !== id && rule.roles.includes(other))
      if (held.length + 1 <= rule.atMost) continue
      say(
        'separation-contradiction',
        `separation[${index}].roles`,
        `${quoted(id)} is only for those who hold ${held.map(quoted).join(' and ')}, and this rule forbids to hold both: nobody can have it`,
        'take one of them out of the rule, or lift the requirement',
      )
    }
  }
}

/** Roles that somebody must hold to hold this one, at any depth. */
function required(charter: Charter, role: Id): readonly Id[] {
  const found = new Set<Id>()
  const open = [role]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const block = charter.roles.get(id)
    const only = block?.needsRole.length === 1 ? block.needsRole : []
    const tested = (block?.requires ?? []).filter((one) => one.then !== 'report').flatMap((one) => soleRoles(charter, one.condition))
    for (const other of [...only, ...tested]) {
      if (found.has(other)) continue
      found.add(other)
      open.push(other)
    }
  }
  return [...found]
}

/** Roles without which a condition cannot be true; a choice among several is no requirement of any one. */
function soleRoles(charter: Charter, condition: Id): readonly Id[] {
  const seen = new Set<Id>()
  const item = (one: ConditionItem): readonly Id[] => {
    if (one.kind === 'role') return one.roles.length === 1 ? one.roles : []
    if (one.kind === 'all') return one.items.flatMap(item)
    if (one.kind !== 'named' || seen.has(one.condition)) return []
    seen.add(one.condition)
    const test = charter.conditions.get(one.condition)?.test
    return test === undefined ? [] : item(test)
  }
  return item({ kind: 'named', condition })
}
