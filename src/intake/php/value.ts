/**
 * The values of PHP that settings are made of. Arrays are values there: nothing is changed in place here either. What is not known is a value
 * of its own, so that it spreads to whatever is made of it and never turns into a guess.
 * https://www.php.net/manual/en/language.types.array.php
 */
import type { Node } from './syntax.ts'

export type Value = null | boolean | number | string | PhpFloat | PhpArray | PhpClosure | Unknown
export type Key = number | string

/** A number with a fraction or an exponent; a plain `number` is one of PHP's whole numbers. */
export class PhpFloat {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** What was not evaluated: where, and what stood there. Never holds anything of the file but names. */
export class Unknown {
  readonly file: string
  readonly line: number
  readonly why: string
  constructor(file: string, line: number, why: string) {
    this.file = file
    this.line = line
    this.why = why
  }
}

/** A variable. `undefined` in it: known not to be set. */
export interface Ref {
  value: Value | undefined
}

export class PhpClosure {
  readonly file: string
  readonly node: Node
  readonly bound: ReadonlyMap<string, Ref>
  constructor(file: string, node: Node, bound: ReadonlyMap<string, Ref>) {
    this.file = file
    this.node = node
    this.bound = bound
  }
}

export class PhpArray {
  static readonly EMPTY: PhpArray = new PhpArray(new Map(), 0, [])
  readonly entries: ReadonlyMap<Key, Value>
  /** The key of the next `[]`; undefined where PHP's versions differ (only negative keys so far). */
  readonly next: number | undefined
  /** Something was written into this array, or taken out of it, without it being known what: nothing read from it can be trusted. */
  readonly gaps: readonly Unknown[]

  constructor(entries: ReadonlyMap<Key, Value>, next: number | undefined, gaps: readonly Unknown[]) {
    this.entries = entries
    this.next = next
    this.gaps = gaps
  }

  static list(values: Iterable<Value>): PhpArray {
    const entries = new Map<Key, Value>()
    for (const value of values) entries.set(entries.size, value)
    return new PhpArray(entries, entries.size, [])
  }

  static of(pairs: Iterable<readonly [Key, Value]>): PhpArray {
    const entries = new Map<Key, Value>()
    let next: number | undefined = 0
    for (const [key, value] of pairs) {
      entries.set(key, value)
      next = nextAfter(next, key, entries)
    }
    return new PhpArray(entries, next, [])
  }

  get size(): number {
    return this.entries.size
  }

  with(key: Key, value: Value): PhpArray {
    const entries = new Map(this.entries).set(key, value)
    return new PhpArray(entries, nextAfter(this.next, key, entries), this.gaps)
  }

  without(key: Key): PhpArray {
    if (!this.entries.has(key)) return this
    const entries = new Map(this.entries)
    entries.delete(key)
    return new PhpArray(entries, this.next, this.gaps)
  }

  withGap(gap: Unknown): PhpArray {
    return new PhpArray(this.entries, this.next, [...this.gaps, gap].slice(0, 20))
  }
}

function nextAfter(next: number | undefined, key: Key, entries: ReadonlyMap<Key, Value>): number | undefined {
  if (typeof key !== 'number') return next
  if (key >= 0) return Math.max(next ?? 0, key + 1)
  return next === 0 && [...entries.keys()].every((one) => typeof one !== 'number' || one < 0) ? undefined : next
}

/** `"7"` is the key 7, `"07"` is not; undefined for what PHP refuses as a key, or what depends on its version. */
export function keyOf(value: Value): Key | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'string') return /^(?:0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 1 : 0
  return undefined
}

/** Any part of the value that is not known. */
export function unknownIn(value: Value, depth = 0): Unknown | undefined {
  if (value instanceof Unknown) return value
  if (!(value instanceof PhpArray)) return undefined
  if (value.gaps[0] !== undefined) return value.gaps[0]
  if (depth > 100) return new Unknown('', 0, 'an array that is too deep')
  for (const one of value.entries.values()) {
    const found = unknownIn(one, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

/** PHP's `(bool)`. Of an unknown value and of an array with gaps it is not known: undefined. */
export function truth(value: Value): boolean | undefined {
  if (value instanceof Unknown) return undefined
  if (value instanceof PhpArray) return value.gaps.length > 0 ? undefined : value.size > 0
  if (value instanceof PhpFloat) return value.value !== 0
  if (value instanceof PhpClosure) return true
  return value !== null && value !== false && value !== 0 && value !== '' && value !== '0'
}

/** PHP's `(string)`, where it is the same in every version and locale; else undefined. */
export function text(value: Value): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (value === null || value === false) return ''
  if (value === true) return '1'
  if (value instanceof PhpFloat && Number.isInteger(value.value) && Math.abs(value.value) < 1e15 && !Object.is(value.value, -0))
    return String(value.value)
  return undefined
}

/** A number of a value that is one, or a text that is exactly one. */
export function numeric(value: Value): number | PhpFloat | undefined {
  if (typeof value === 'number' || value instanceof PhpFloat) return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null) return 0
  if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) return undefined
  return Number(value)
}

/** A whole number that JavaScript and PHP agree on. */
export function whole(value: number): number | undefined {
  return Number.isSafeInteger(value) ? (Object.is(value, -0) ? 0 : value) : undefined
}

/** `===`; undefined if it is not known. */
export function identical(left: Value, right: Value): boolean | undefined {
  if (left instanceof Unknown || right instanceof Unknown) return undefined
  if (left instanceof PhpFloat && right instanceof PhpFloat) return left.value === right.value
  if (left instanceof PhpClosure || right instanceof PhpClosure) return left === right
  if (!(left instanceof PhpArray) || !(right instanceof PhpArray)) return left === right
  if (unknownIn(left) !== undefined || unknownIn(right) !== undefined) return undefined
  const others = [...right.entries]
  return (
    left.size === right.size &&
    [...left.entries].every(([key, value], index) => others[index]?.[0] === key && identical(value, others[index]?.[1] ?? null) === true)
  )
}

/** `==` as PHP 8 has it; undefined if it is not known, or PHP 7 would say something else. */
export function equal(left: Value, right: Value): boolean | undefined {
  if (left instanceof Unknown || right instanceof Unknown) return undefined
  if (left instanceof PhpClosure || right instanceof PhpClosure) return undefined
  if (typeof left === 'boolean' || typeof right === 'boolean' || left === null || right === null) {
    if (typeof left === 'string' && right === null) return left === ''
    if (typeof right === 'string' && left === null) return right === ''
    const [one, other] = [truth(left), truth(right)]
    return one === undefined || other === undefined ? undefined : one === other
  }
  if (left instanceof PhpArray && right instanceof PhpArray) {
    if (unknownIn(left) !== undefined || unknownIn(right) !== undefined) return undefined
    if (left.size !== right.size) return false
    for (const [key, value] of left.entries) {
      const other = right.entries.get(key)
      if (other === undefined) return false
      const same = equal(value, other)
      if (same !== true) return same
    }
    return true
  }
  if (left instanceof PhpArray || right instanceof PhpArray) return false
  if (typeof left === 'string' && typeof right === 'string') {
    if (left === right) return true
    const looksNumeric = (one: string) => /^\s*[+-]?(?:\d|\.\d)/.test(one)
    return looksNumeric(left) && looksNumeric(right) ? undefined : false
  }
  const [one, other] = [numeric(left), numeric(right)]
  // a number against a text that is none: PHP 7 takes the text for 0, PHP 8 compares texts
  if (one === undefined || other === undefined) return undefined
  return plain(one) === plain(other)
}

export function plain(value: number | PhpFloat): number {
  return typeof value === 'number' ? value : value.value
}
