import { canonicalJson, type Json } from '../../kernel/json.ts'
import type { Clause } from '../model.ts'

export interface BlockChange {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly clause: Clause
  readonly before: Json | undefined
  readonly after: Json | undefined
}

type JsonMap = { readonly [name: string]: Json }

/** Lists in which the place of an item means something; all others are sets. */
const ORDERED: readonly string[] = ['order', 'stages']

/** Compares two blocks key by key; a block that is there on one side only is one change. */
export function compareBlocks(before: JsonMap, after: JsonMap, clause: Clause): BlockChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => compare(own(before, name), own(after, name), clause === '' ? name : `${clause}.${name}`, name))
}

function own(map: JsonMap, name: string): Json | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined
}

function compare(before: Json | undefined, after: Json | undefined, clause: Clause, name: string): BlockChange[] {
  if (before === undefined || after === undefined) return before === after ? [] : [change(before, after, clause)]
  if (canonicalJson(sorted(before, name)) === canonicalJson(sorted(after, name))) return []
  if (isMap(before) && isMap(after)) return compareBlocks(before, after, clause)
  if (isBlocks(before) && isBlocks(after))
    return ORDERED.includes(name) ? inOrder(before, after, clause, name) : asSet(before, after, clause, name)
  return [change(before, after, clause)]
}

function change(before: Json | undefined, after: Json | undefined, clause: Clause): BlockChange {
  return { kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed', clause, before, after }
}

/** Sets in one order, at any depth, so that equal meaning has equal text. */
function sorted(value: Json, name: string): Json {
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner, key)]))
  if (!isList(value)) return value
  const items = value.map((item) => sorted(item, name))
  return ORDERED.includes(name) ? items : items.toSorted((left, right) => (canonicalJson(left) < canonicalJson(right) ? -1 : 1))
}

function inOrder(before: readonly Json[], after: readonly Json[], clause: Clause, name: string): BlockChange[] {
  const longer = Math.max(before.length, after.length)
  return Array.from({ length: longer }, (_, index) => compare(before[index], after[index], `${clause}[${index}]`, name)).flat()
}

/** Equal items are paired off wherever they stand; what is left is paired by its order. */
function asSet(before: readonly Json[], after: readonly Json[], clause: Clause, name: string): BlockChange[] {
  const text = (item: Json) => canonicalJson(sorted(item, name))
  const unmatched = new Map<string, number[]>()
  for (const [index, item] of before.entries()) unmatched.set(text(item), [...(unmatched.get(text(item)) ?? []), index])
  const fresh = [...after.entries()].filter(([, item]) => unmatched.get(text(item))?.shift() === undefined)
  const gone = [...unmatched.values()].flat().toSorted((left, right) => left - right)
  const pairs = Math.max(gone.length, fresh.length)
  return Array.from({ length: pairs }, (_, place) => {
    const [old, now] = [gone[place], fresh[place]]
    return compare(old === undefined ? undefined : before[old], now?.[1], `${clause}[${now?.[0] ?? old ?? 0}]`, name)
  }).flat()
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isBlocks(value: Json): value is readonly Json[] {
  return isList(value) && value.every(isMap)
}
