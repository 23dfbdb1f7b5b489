import type { Checking } from '../check/sayer.ts'
import type { Charter, ConditionItem, Id } from '../model.ts'
import { quoted } from '../problem.ts'

/** A machine that grants must not rest on what the person can bring about alone. */
export function automatic({ charter, say }: Checking): void {
  for (const [id, role] of charter.roles) {
    if (role.automatic === 'never') continue
    const named = role.requires.map((one) => one.condition)
    if (!named.every((condition) => attainable(charter, condition, true))) continue
    if (named.every((condition) => attainable(charter, condition, false))) {
      say(
        'automatic-for-anybody',
        `roles.${id}.automatic`,
        `${quoted(id)} is granted by the machine and ${named.length === 0 ? 'has no `requires`' : 'its `requires` keep nobody out'}`,
        'add conditions over facts that others set, or write `automatic: never`',
      )
      continue
    }
    const facts = [...new Set(named.flatMap((condition) => selfSet(charter, condition)))]
    say(
      'automatic-on-self-set-fact',
      `roles.${id}.automatic`,
      `${quoted(id)} is granted by the machine on ${facts.map(quoted).join(', ')}, which persons set themselves (\`set_by: self\`)`,
      'require a fact that others set, or write `automatic: never`',
    )
  }
}

/** Whether an outsider can make a condition true; with `acting` they may bring about every fact of their own. */
function attainable(charter: Charter, condition: Id, acting: boolean): boolean {
  const seen = new Map<Id, Reachable>()
  const item = (one: ConditionItem): Reachable => {
    if (one.kind === 'named') {
      const known = seen.get(one.condition)
      if (known !== undefined) return known
      seen.set(one.condition, { true: false, false: true })
      const test = charter.conditions.get(one.condition)?.test
      const result = test === undefined ? { true: false, false: true } : item(test)
      seen.set(one.condition, result)
      return result
    }
    if (one.kind === 'not') return swapped(item(one.item))
    if (one.kind === 'all' || one.kind === 'any') {
      const parts = one.items.map(item)
      return one.kind === 'all'
        ? { true: parts.every((part) => part.true), false: parts.some((part) => part.false) }
        : { true: parts.some((part) => part.true), false: parts.every((part) => part.false) }
    }
    const own = acting && one.kind === 'test' && one.of === 'fact' && charter.facts.get(one.name)?.setBy === 'self'
    return { true: own, false: true }
  }
  return item({ kind: 'named', condition }).true
}

/** Which of the two values can be brought about. */
interface Reachable {
  readonly true: boolean
  readonly false: boolean
}

function swapped(one: Reachable): Reachable {
  return { true: one.false, false: one.true }
}

/** The facts set by oneself that a condition looks at. */
function selfSet(charter: Charter, condition: Id): readonly Id[] {
  const seen = new Set<Id>()
  const item = (one: ConditionItem): readonly Id[] => {
    if (one.kind === 'not') return item(one.item)
    if (one.kind === 'all' || one.kind === 'any') return one.items.flatMap(item)
    if (one.kind === 'test') return one.of === 'fact' && charter.facts.get(one.name)?.setBy === 'self' ? [one.name] : []
    if (one.kind !== 'named' || seen.has(one.condition)) return []
    seen.add(one.condition)
    const test = charter.conditions.get(one.condition)?.test
    return test === undefined ? [] : item(test)
  }
  return item({ kind: 'named', condition })
}
