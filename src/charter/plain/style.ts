import { formatDuration, isoDuration, type Duration } from '../../kernel/duration.ts'
import type { Json } from '../../kernel/json.ts'
import type { People } from '../model.ts'

/** How a charter in normal form is written down again, in the grammar's own keys. */
export interface Style {
  /** Everything, defaults too; else only what differs from the default. */
  readonly full: boolean
  /** Lists always as lists; else one name stands alone. */
  readonly lists: boolean
  readonly span: (duration: Duration) => string
}

/** The normal form as JSON: complete, lists always lists, ISO 8601. */
export const jsonStyle: Style = { full: true, lists: true, span: isoDuration }
/** As a person would write it. */
export const yamlStyle: Style = { full: false, lists: false, span: formatDuration }

/** A value and, if it has one, the default that need not be written. */
export type Field = readonly [value: Json | undefined, usual?: Json]

/** A block of the grammar: absent values have no key, defaults only in the full style. */
export function block(style: Style, fields: Readonly<Record<string, Field>>): { readonly [name: string]: Json } {
  const kept: [string, Json][] = []
  for (const [name, [value, usual]] of Object.entries(fields)) {
    if (value === undefined || (!style.full && usual !== undefined && same(value, usual))) continue
    kept.push([name, value])
  }
  return Object.fromEntries(kept)
}

function same(left: Json, right: Json): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right)
}

/** Words that mean something else when they stand alone. */
const SPECIAL: readonly Json[] = ['all', 'none', 'any']

/** A list of names; one of them may stand without brackets. */
export function names(style: Style, list: readonly Json[]): Json {
  const [only] = list
  return !style.lists && list.length === 1 && typeof only === 'string' && !SPECIAL.includes(only) ? only : list
}

export function person(one: People): string {
  return one.kind === 'role' ? one.role : one.kind === 'relation' ? `subject.${one.fact}` : one.kind
}

export function people(style: Style, list: readonly People[]): Json {
  return names(style, list.map(person))
}

export function span(style: Style, duration: Duration | undefined): string | undefined {
  return duration === undefined ? undefined : style.span(duration)
}

/** A section: a map from ids to blocks. */
export function section<T>(entries: ReadonlyMap<string, T>, write: (value: T) => Json): { readonly [name: string]: Json } {
  return Object.fromEntries([...entries].map(([name, value]) => [name, write(value)]))
}
