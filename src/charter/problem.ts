import { codes, type Code } from './codes.ts'
import type { Finding, Place } from './finding.ts'

/** A finding with the severity that its code always has. */
export function problem(code: Code, place: Place, message: string, remedy: string): Finding {
  return { code, severity: codes[code], file: place.file, line: place.line, column: place.column, message, remedy }
}

/** User input in a message: in backticks, on one line, cut to a readable length. */
export function quoted(text: string): string {
  const line = text.slice(0, 200).replaceAll(/\s+/g, ' ')
  return `\`${line.length > 60 ? `${line.slice(0, 57)}...` : line}\``
}

/** `a`, `b` or `c`; a long list is cut. */
export function alternatives(names: readonly string[], limit = 12): string {
  if (names.length === 0) return 'nothing'
  const shown = names.slice(0, limit).map(quoted)
  if (names.length > limit) return `${shown.join(', ')} and ${names.length - limit} more`
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

/** By file, then by place; what `like` repeats is said once. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const distinct = new Map(findings.map((one) => [JSON.stringify([one.file, one.line, one.column, one.code, one.message]), one]))
  return [...distinct.values()].toSorted((left, right) =>
    left.file === right.file ? left.line - right.line || left.column - right.column : left.file < right.file ? -1 : 1,
  )
}
