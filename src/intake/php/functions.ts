/**
 * PHP's functions of constants that settings are made with. Each gives undefined where PHP's versions, locale or encoding would decide, or
 * where it is called in a way that is not foreseen: the caller then says that the call was not evaluated.
 * https://www.php.net/manual/en/ref.array.php
 */
import { ARRAY_FUNCTIONS, type PureFunction } from './array-functions.ts'
import { numeric, PhpArray, PhpClosure, PhpFloat, plain, text, truth, whole, type Value } from './value.ts'

const ascii = (value: Value | undefined): string | undefined => {
  const shown = value === undefined ? undefined : text(value)
  return shown !== undefined && !/[^\p{ASCII}]/u.test(shown) ? shown : undefined
}

/** PHP trims these six. */
const BLANK = ' \t\n\r\0\v'
const trimmed = (value: string, side: 'both' | 'left' | 'right'): string => {
  let [start, end] = [0, value.length]
  if (side !== 'right') while (start < end && BLANK.includes(value[start] ?? '')) start += 1
  if (side !== 'left') while (end > start && BLANK.includes(value[end - 1] ?? '')) end -= 1
  return value.slice(start, end)
}

const trimmer =
  (side: 'both' | 'left' | 'right'): PureFunction =>
  ([value = null, ...more]) => {
    const shown = text(value)
    return shown === undefined || more.length > 0 ? undefined : trimmed(shown, side)
  }

const predicate =
  (test: (value: Value) => boolean): PureFunction =>
  ([value, ...more]) =>
    value === undefined || more.length > 0 ? undefined : test(value)

const textTest =
  (test: (heap: string, needle: string) => boolean): PureFunction =>
  ([heap = null, needle = null]) => {
    const [one, other] = [text(heap), text(needle)]
    return one === undefined || other === undefined ? undefined : test(one, other)
  }

const extreme =
  (better: (left: number, right: number) => boolean): PureFunction =>
  (args) => {
    const values = args.length === 1 && args[0] instanceof PhpArray ? [...args[0].entries.values()] : args
    if (values.length === 0 || !values.every((one) => typeof one === 'number')) return undefined
    return values.reduce((best, one) => (better(one, best) ? one : best))
  }

/** Name in lower case -> function. Arguments hold nothing unknown, except for those in `KEYS_ONLY`. */
export const PURE: ReadonlyMap<string, PureFunction> = new Map<string, PureFunction>([
  ...ARRAY_FUNCTIONS,
  ['strtolower', ([one]) => ascii(one)?.toLowerCase()],
  ['strtoupper', ([one]) => ascii(one)?.toUpperCase()],
  ['ucfirst', ([one]) => ascii(one)?.replace(/^[a-z]/, (letter) => letter.toUpperCase())],
  ['lcfirst', ([one]) => ascii(one)?.replace(/^[A-Z]/, (letter) => letter.toLowerCase())],
  ['trim', trimmer('both')],
  ['ltrim', trimmer('left')],
  ['rtrim', trimmer('right')],
  ['strlen', ([one]) => ascii(one)?.length],
  [
    'substr',
    ([one, from, length = null]) => {
      const of = ascii(one)
      if (of === undefined || typeof from !== 'number' || (length !== null && typeof length !== 'number')) return undefined
      const start = from < 0 ? Math.max(0, of.length + from) : from
      return of.slice(start, length === null ? undefined : length < 0 ? Math.max(start, of.length + length) : start + length)
    },
  ],
  [
    'str_replace',
    ([from, to, of, ...more]) => {
      const [a, b, c] = [from, to, of].map((one) => (typeof one === 'string' ? one : undefined))
      return a === undefined || a === '' || b === undefined || c === undefined || more.length > 0 ? undefined : c.replaceAll(a, () => b)
    },
  ],
  ['str_contains', textTest((heap, needle) => heap.includes(needle))],
  ['str_starts_with', textTest((heap, needle) => heap.startsWith(needle))],
  ['str_ends_with', textTest((heap, needle) => heap.endsWith(needle))],
  [
    'strpos',
    ([heap, needle, ...more]) => {
      const [one, other] = [ascii(heap), ascii(needle)]
      if (one === undefined || other === undefined || more.length > 0) return undefined
      const at = one.indexOf(other)
      return at < 0 ? false : at
    },
  ],
  ['is_array', predicate((value) => value instanceof PhpArray)],
  ['is_string', predicate((value) => typeof value === 'string')],
  ['is_int', predicate((value) => typeof value === 'number')],
  ['is_integer', predicate((value) => typeof value === 'number')],
  ['is_bool', predicate((value) => typeof value === 'boolean')],
  ['is_null', predicate((value) => value === null)],
  ['is_float', predicate((value) => value instanceof PhpFloat)],
  ['is_callable', ([value]) => (value instanceof PhpClosure ? true : undefined)],
  ['intval', ([value, ...more]) => (value === undefined || more.length > 0 ? undefined : toWhole(value))],
  ['strval', ([value]) => text(value ?? null)],
  ['boolval', ([value]) => truth(value ?? null)],
  ['min', extreme((left, right) => left < right)],
  ['max', extreme((left, right) => left > right)],
])

/** Functions that look at an array's keys or number alone: unknown values in it do not matter. */
export const KEYS_ONLY: ReadonlySet<string> = new Set([
  'array_keys',
  'count',
  'sizeof',
  'array_key_first',
  'array_key_last',
  'array_key_exists',
  'key_exists',
  'is_array',
])

/** Functions that change nothing that settings are made of. */
export const HARMLESS: ReadonlySet<string> = new Set([
  'error_reporting',
  'ini_set',
  'set_time_limit',
  'header',
  'date_default_timezone_set',
  'mb_internal_encoding',
  'setlocale',
  'putenv',
  'trigger_error',
  'wfloadskin',
  'wfloadskins',
  'wfdebuglog',
  'wfsuppresswarnings',
  'wfrestorewarnings',
])

/** PHP's `(int)`, where it is the same in every version. */
export function toWhole(value: Value): number | undefined {
  if (value instanceof PhpArray) return value.gaps.length > 0 ? undefined : value.size === 0 ? 0 : 1
  if (typeof value === 'string') {
    const leading = /^[ \t\n\r\v\f]*([+-]?\d+)(?![.eE\d])/.exec(value)?.[1]
    if (leading !== undefined) return whole(Number(leading))
    return /^[ \t\n\r\v\f]*[+-]?\.?\d/.test(value) ? undefined : 0
  }
  const number = numeric(value)
  return number === undefined ? undefined : whole(Math.trunc(plain(number)))
}
