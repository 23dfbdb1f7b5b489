/** PHP's functions of arrays that settings are made with; as in `functions.ts`, undefined where the answer is not certain. */
import { equal, identical, keyOf, PhpArray, text, truth, unknownIn, whole, type Key, type Value } from './value.ts'

export type PureFunction = (
  args: readonly Value[],
  call: (callee: Value, values: readonly Value[]) => Value | undefined,
) => Value | undefined

/** Longest list or text that is made; more is not evaluated. */
const LARGEST = 20_000

const array = (value: Value | undefined): PhpArray | undefined => (value instanceof PhpArray ? value : undefined)

/** All arguments as arrays; undefined if one is none. */
function arrays(args: readonly Value[]): readonly PhpArray[] | undefined {
  const found = args.flatMap((one) => array(one) ?? [])
  return found.length === args.length && found.length > 0 ? found : undefined
}

/** The texts of an array's values, by which the `array_diff` family compares; undefined if one has none. */
function texts(of: PhpArray): readonly string[] | undefined {
  const found = [...of.entries.values()].map(text)
  return found.every((one) => one !== undefined) ? found : undefined
}

function merge(all: readonly PhpArray[]): PhpArray {
  const pairs: [Key, Value][] = []
  let next = 0
  for (const one of all) for (const [key, value] of one.entries) pairs.push([typeof key === 'number' ? next++ : key, value])
  return PhpArray.of(pairs)
}

function mergeRecursive(all: readonly PhpArray[]): PhpArray {
  const entries = new Map<Key, Value>()
  let next = 0
  for (const one of all) {
    for (const [key, value] of one.entries) {
      if (typeof key === 'number') entries.set(next++, value)
      else if (!entries.has(key)) entries.set(key, value)
      else entries.set(key, mergeRecursive([asArray(entries.get(key) ?? null), asArray(value)]))
    }
  }
  return PhpArray.of(entries)
}

function asArray(value: Value): PhpArray {
  return value instanceof PhpArray ? value : value === null ? PhpArray.EMPTY : PhpArray.list([value])
}

function replaceRecursive(base: PhpArray, other: PhpArray): PhpArray {
  const entries = new Map(base.entries)
  for (const [key, value] of other.entries) {
    const before = entries.get(key)
    entries.set(key, before instanceof PhpArray && value instanceof PhpArray ? replaceRecursive(before, value) : value)
  }
  return PhpArray.of(entries)
}

/** The `array_diff` and `array_intersect` families; `keep`: what is in all the others. */
function sift(args: readonly Value[], by: 'value' | 'key' | 'both', keep: boolean): PhpArray | undefined {
  const all = arrays(args)
  const [first, ...others] = all ?? []
  if (first === undefined) return undefined
  const mark = (key: Key, value: Value): string | undefined => {
    const shown = by === 'key' ? '' : text(value)
    return shown === undefined ? undefined : by === 'value' ? shown : `${typeof key}:${key}=${shown}`
  }
  const sets: Set<string>[] = []
  for (const other of others) {
    const marks = [...other.entries].map(([key, value]) => mark(key, value))
    if (!marks.every((one) => one !== undefined)) return undefined
    sets.push(new Set(marks))
  }
  const kept: [Key, Value][] = []
  for (const [key, value] of first.entries) {
    const own = mark(key, value)
    if (own === undefined) return undefined
    if (keep ? sets.every((set) => set.has(own)) : sets.every((set) => !set.has(own))) kept.push([key, value])
  }
  // PHP makes an intersection by taking items out of a copy, which keeps its next key
  return keep ? new PhpArray(new Map(kept), first.next, []) : PhpArray.of(kept)
}

function inArray([needle = null, heap = null, strict = false]: readonly Value[]): Key | false | undefined {
  const of = array(heap)
  const exact = truth(strict)
  if (of === undefined || exact === undefined) return undefined
  for (const [key, value] of of.entries) {
    const same = exact ? identical(needle, value) : equal(needle, value)
    if (same === undefined) return undefined
    if (same) return key
  }
  return false
}

function range([from = null, to = null, step = 1, ...more]: readonly Value[]): Value | undefined {
  const [first, last] = [from, to].map((one) => (typeof one === 'string' && /^[a-zA-Z]$/.test(one) ? one.charCodeAt(0) : one))
  const letters = typeof from === 'string' && typeof to === 'string'
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || more.length > 0) return undefined
  if (letters !== (typeof from === 'string')) return undefined
  const width = Math.abs(step)
  if (width === 0 || Math.abs(last - first) / width > LARGEST || (width > Math.abs(last - first) && first !== last)) return undefined
  const count = Math.floor(Math.abs(last - first) / width) + 1
  const sign = last < first ? -1 : 1
  return PhpArray.list(
    Array.from({ length: count }, (_, index) => first + sign * index * width).map((one) => (letters ? String.fromCharCode(one) : one)),
  )
}

function isKey(value: Value): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

function keyExists([key = null, one = null]: readonly Value[]): boolean | undefined {
  const of = array(one)
  const name = keyOf(key)
  return of === undefined || name === undefined ? undefined : of.entries.has(name)
}

function join(args: readonly Value[]): string | undefined {
  const [mark, list] = args.length === 1 ? ['', args[0]] : args
  const parts = array(list) && texts(array(list) ?? PhpArray.EMPTY)
  const by = text(mark ?? null)
  return parts === undefined || by === undefined ? undefined : parts.join(by)
}

/** Name in lower case -> function. */
export const ARRAY_FUNCTIONS: readonly (readonly [string, PureFunction])[] = [
  ['array_merge', (args) => (args.length === 0 ? PhpArray.EMPTY : arrays(args) && merge(arrays(args) ?? []))],
  ['array_merge_recursive', (args) => arrays(args) && mergeRecursive(arrays(args) ?? [])],
  ['array_replace', (args) => arrays(args) && PhpArray.of(new Map((arrays(args) ?? []).flatMap((one) => [...one.entries])))],
  ['array_replace_recursive', (args) => arrays(args)?.reduce(replaceRecursive)],
  ['array_diff', (args) => sift(args, 'value', false)],
  ['array_diff_key', (args) => sift(args, 'key', false)],
  ['array_diff_assoc', (args) => sift(args, 'both', false)],
  ['array_intersect', (args) => sift(args, 'value', true)],
  ['array_intersect_key', (args) => sift(args, 'key', true)],
  ['array_intersect_assoc', (args) => sift(args, 'both', true)],
  [
    'array_unique',
    (args) => {
      const of = args.length === 1 ? array(args[0]) : undefined
      const shown = of && texts(of)
      return shown && PhpArray.of([...(of?.entries ?? [])].filter((_, index) => shown.indexOf(shown[index] ?? '') === index))
    },
  ],
  ['array_values', ([one, ...more]) => (more.length > 0 ? undefined : array(one) && PhpArray.list(array(one)?.entries.values() ?? []))],
  ['array_keys', ([one, ...more]) => (more.length > 0 ? undefined : array(one) && PhpArray.list(array(one)?.entries.keys() ?? []))],
  [
    'array_flip',
    ([one]) => {
      const pairs = [...(array(one)?.entries ?? [])].map(([key, value]) => [keyOf(value), key] as const)
      const usable = pairs.flatMap(([key, value]) => (key === undefined ? [] : [[key, value] as const]))
      return array(one) && usable.length === pairs.length && [...(array(one)?.entries.values() ?? [])].every(isKey)
        ? PhpArray.of(usable)
        : undefined
    },
  ],
  [
    'array_fill_keys',
    ([keys, value]) => {
      const found = [...(array(keys)?.entries.values() ?? [])]
      const usable = found.map((one) => (isKey(one) ? keyOf(one) : undefined))
      return array(keys) && value !== undefined && usable.every((one) => one !== undefined)
        ? PhpArray.of(usable.map((one) => [one, value] as const))
        : undefined
    },
  ],
  [
    'array_fill',
    ([start, count, value]) =>
      typeof start === 'number' && start >= 0 && typeof count === 'number' && count >= 0 && count <= LARGEST && value !== undefined
        ? PhpArray.of(Array.from({ length: count }, (_, index) => [start + index, value] as const))
        : undefined,
  ],
  [
    'array_combine',
    ([keys, values]) => {
      const [names, those] = [[...(array(keys)?.entries.values() ?? [])], [...(array(values)?.entries.values() ?? [])]]
      if (array(keys) === undefined || array(values) === undefined || names.length !== those.length) return undefined
      if (!names.every(isKey)) return undefined
      return PhpArray.of(names.map((one, index) => [keyOf(one) ?? '', those[index] ?? null] as const))
    },
  ],
  [
    'array_filter',
    ([one, callback, ...more], call) => {
      const of = array(one)
      if (of === undefined || more.length > 0) return undefined
      const kept: [Key, Value][] = []
      for (const [key, value] of of.entries) {
        const answer = callback === undefined || callback === null ? value : call(callback, [value])
        const passes = answer === undefined ? undefined : truth(answer)
        if (passes === undefined) return undefined
        if (passes) kept.push([key, value])
      }
      return PhpArray.of(kept)
    },
  ],
  [
    'array_map',
    ([callback, one, ...more], call) => {
      const of = array(one)
      if (of === undefined || callback === undefined || callback === null || more.length > 0) return undefined
      const made: [Key, Value][] = []
      for (const [key, value] of of.entries) {
        const answer = call(callback, [value])
        if (answer === undefined || unknownIn(answer) !== undefined) return undefined
        made.push([key, answer])
      }
      return PhpArray.of(made)
    },
  ],
  [
    'array_slice',
    ([one, from, length = null, keep = false]) => {
      const of = array(one)
      if (of === undefined || typeof from !== 'number' || (length !== null && typeof length !== 'number')) return undefined
      const all = [...of.entries]
      const start = from < 0 ? Math.max(0, all.length + from) : Math.min(from, all.length)
      const end = length === null ? all.length : length < 0 ? all.length + length : start + length
      const part = all.slice(start, Math.max(start, end))
      return keep === true ? PhpArray.of(part) : merge([PhpArray.of(part)])
    },
  ],
  [
    'array_reverse',
    ([one, keep = false]) => {
      const of = array(one)
      if (of === undefined || typeof keep !== 'boolean') return undefined
      const turned = [...of.entries].toReversed()
      let next = 0
      return PhpArray.of(keep ? turned : turned.map(([key, value]) => [typeof key === 'number' ? next++ : key, value] as const))
    },
  ],
  ['array_key_exists', keyExists],
  ['key_exists', keyExists],
  ['array_key_first', ([one]) => array(one) && ([...(array(one)?.entries.keys() ?? [])][0] ?? null)],
  ['array_key_last', ([one]) => array(one) && ([...(array(one)?.entries.keys() ?? [])].at(-1) ?? null)],
  ['array_is_list', ([one]) => array(one) && [...(array(one)?.entries.keys() ?? [])].every((key, index) => key === index)],
  ['array_search', (args) => inArray(args)],
  [
    'in_array',
    (args) => {
      const found = inArray(args)
      return found === undefined ? undefined : found !== false
    },
  ],
  ['count', ([one, ...more]) => (more.length > 0 ? undefined : array(one)?.size)],
  ['sizeof', ([one, ...more]) => (more.length > 0 ? undefined : array(one)?.size)],
  [
    'array_sum',
    ([one]) => {
      const all = [...(array(one)?.entries.values() ?? [])]
      return array(one) && all.every((each) => typeof each === 'number') ? whole(all.reduce((sum, each) => sum + each, 0)) : undefined
    },
  ],
  ['range', range],
  [
    'explode',
    ([mark, body, ...more]) => {
      const [by, of] = [text(mark ?? null), text(body ?? null)]
      return by === undefined || by === '' || of === undefined || more.length > 0 ? undefined : PhpArray.list(of.split(by))
    },
  ],
  ['implode', join],
  ['join', join],
]
