/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The canonical text of a JSON value, RFC 8785: names sorted by UTF-16 code units, no spaces, numbers and strings as ECMAScript writes them.
 * Throws on what RFC 8785 refuses: numbers that are not finite, strings with a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`)
      return `${value}`
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalList(value as readonly Json[]) : canonicalMap(value as Readonly<Record<string, Json>>)
    default:
      throw new TypeError(`${typeof value} has no canonical form`)
  }
}

/** Printable ASCII without quotation mark and backslash: stands as it is. */
const PLAIN = /^[ !#-[\]-~]*$/

function canonicalString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError('a string with a lone surrogate has no canonical form')
  return JSON.stringify(text)
}

// Built up in place: this runs for every field of every entry, and lists of parts to be joined cost twice as much.
function canonicalList(list: readonly Json[]): string {
  let text = '['
  for (let index = 0; index < list.length; index += 1) text += `${index === 0 ? '' : ','}${canonicalJson(list[index] as Json)}`
  return `${text}]`
}

function canonicalMap(map: Readonly<Record<string, Json>>): string {
  let text = '{'
  // without a comparison of its own, sorting goes by UTF-16 code units
  for (const name of Object.keys(map).toSorted())
    text += `${text === '{' ? '' : ','}${canonicalString(name)}:${canonicalJson(map[name] as Json)}`
  return `${text}}`
}
