import type { Bits } from './bits.ts'
import type { Item } from './item.ts'
import type { CompiledRule, Policy } from './policy.ts'

/** The rules of an adversary on which it can count, once nothing that must not be held stands in the way, once nothing else does either. */
export function surest(attack: readonly CompiledRule[], bits: (items: readonly Item[]) => Bits): Pick<Policy, 'certain' | 'unhindered'> {
  const isHindered = ({ rule }: CompiledRule) => rule.relaxed === true || (rule.apart?.size ?? 0) > 0
  const unhindered = attack.some(isHindered)
    ? attack
        .filter(({ rule }) => rule.relaxed !== true)
        .flatMap((compiled) => withItems(compiled, (item) => compiled.rule.apart?.has(item) !== true, bits))
    : attack
  const isWidened = ({ rule }: CompiledRule) => rule.widened === true
  return { unhindered, certain: unhindered.some(isWidened) ? unhindered.filter((one) => !isWidened(one)) : unhindered }
}

/** A rule for fewer items; none where none is left. */
function withItems(compiled: CompiledRule, keep: (item: Item) => boolean, bits: (items: readonly Item[]) => Bits): readonly CompiledRule[] {
  const { rule } = compiled
  const items = rule.items.filter(keep)
  if (items.length === rule.items.length) return [compiled]
  return items.length === 0 ? [] : [{ ...compiled, rule: { ...rule, items }, items: bits(items) }]
}
