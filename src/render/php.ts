import type { Json } from '../kernel/json.ts'
import { hasHidden, showHidden } from './hidden-characters.ts'

/** A value as PHP source: JSON's kinds, plus names of constants and maps whose keys may be anything. */
export type PhpValue = null | boolean | number | string | readonly PhpValue[] | PhpConstant | PhpMap
export interface PhpConstant {
  readonly kind: 'constant'
  readonly name: string
}
export interface PhpMap {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, PhpValue>
}

const WIDTH = 120
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * A PHP string literal of any text. Plain text stands in single quotes, where only `\` and `'` mean something. Text with hidden
 * characters stands in double quotes with `\u{...}` escapes, so that a reviewer sees them and no editor changes them.
 * Throws TypeError on a lone surrogate: such a text has no UTF-8.
 * https://www.php.net/manual/en/language.types.string.php
 */
export function phpString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('a text with a lone surrogate cannot be written in PHP')
  if (!hasHidden(text)) return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
  const escaped = text.replaceAll(/[\\"$]/g, String.raw`\$&`)
  return `"${showHidden(escaped)}"`
}

/**
 * A comment line. It ends nowhere but at its end: hidden characters are shown as escapes and the two marks that end a comment or the
 * PHP block itself (`?>` ends PHP even inside a `//` comment) are pulled apart. An empty text gives `//`.
 */
export function phpComment(text: string): string {
  const line = showHidden(text).replaceAll('?>', '? >').replaceAll('*/', '* /').trimEnd()
  return line === '' ? '//' : `// ${line}`
}

/** PHP source of a value, on one line where it fits, else indented by tabs from `depth`. Throws on a number that is not finite. */
export function phpValue(value: PhpValue, depth = 0): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return phpString(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return phpNumber(value)
  if (isList(value))
    return phpArray(
      value.map((item) => phpValue(item, depth + 1)),
      depth,
    )
  if (value.kind === 'constant') {
    if (!IDENTIFIER.test(value.name)) throw new TypeError(`\`${showHidden(value.name)}\` is not the name of a PHP constant`)
    return value.name
  }
  return phpArray(
    [...value.entries].map(([key, item]) => `${phpString(key)} => ${phpValue(item, depth + 1)}`),
    depth,
  )
}

/** JSON as a PHP value. */
export function phpFromJson(json: Json): PhpValue {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map((item) => phpFromJson(item as Json))
  return { kind: 'map', entries: new Map(Object.entries(json).map(([key, item]) => [key, phpFromJson(item)])) }
}

/** `$name`, after making sure that it is the name of a variable. */
export function phpVariable(name: string): string {
  if (!IDENTIFIER.test(name)) throw new TypeError(`\`${showHidden(name)}\` is not the name of a PHP variable`)
  return `$${name}`
}

function isList(value: readonly PhpValue[] | PhpConstant | PhpMap): value is readonly PhpValue[] {
  return Array.isArray(value)
}

function phpNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be written in PHP`)
  // PHP has no minus zero among its whole numbers
  return Object.is(value, -0) ? '0' : String(value)
}

function phpArray(items: readonly string[], depth: number): string {
  if (items.length === 0) return '[]'
  const line = `[ ${items.join(', ')} ]`
  if (line.length + depth * 4 <= WIDTH && !line.includes('\n')) return line
  const indent = '\t'.repeat(depth + 1)
  return `[\n${items.map((item) => `${indent}${item},\n`).join('')}${'\t'.repeat(depth)}]`
}
