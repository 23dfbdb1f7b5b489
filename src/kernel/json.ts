/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The canonical text of a JSON value, RFC 8785: names sorted by UTF-16 code units, no spaces, numbers and strings as ECMAScript writes them.
 * Throws on what RFC 8785 refuses: numbers that are not finite, strings with a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('a string with a lone surrogate has no canonical form')
    return JSON.stringify(value)
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item as Json)).join(',')}]`
  const map = value as Readonly<Record<string, Json>>
  const parts = Object.keys(map)
    .toSorted((left, right) => (left < right ? -1 : 1))
    .map((name) => `${canonicalJson(name)}:${canonicalJson(map[name] as Json)}`)
  return `{${parts.join(',')}}`
}
