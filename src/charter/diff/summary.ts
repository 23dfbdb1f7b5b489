import type { Json } from '../../kernel/json.ts'
import { quoted } from '../problem.ts'
import type { BlockChange } from './blocks.ts'

const ONE: Readonly<Record<string, string>> = {
  targets: 'target',
  facts: 'fact',
  statements: 'statement',
  conditions: 'condition',
  dates: 'date',
  accounts: 'account kind',
  classes: 'class',
  rights: 'right',
  groups: 'group',
  gates: 'gate',
  roles: 'role',
  ladders: 'ladder',
  marks: 'mark',
}
const UNITS: Readonly<Record<string, string>> = { D: 'day', W: 'week', M: 'month', Y: 'year', TM: 'minute', TH: 'hour' }

/** One sentence: what changed, from what to what. */
export function summaryOf({ kind, clause, before, after }: BlockChange): string {
  const subject = subjectOf(clause)
  if (kind === 'added') return isBlock(after) ? `${subject} is new` : `${subject} is now ${shown(after)}`
  if (kind === 'removed') return isBlock(before) ? `${subject} is gone` : `${subject} is no longer said; it was ${shown(before)}`
  const [gained, lost] = [missingFrom(before, after), missingFrom(after, before)]
  if (gained !== undefined && lost !== undefined && gained.length + lost.length > 0) {
    const parts = [gained.length > 0 ? `gains ${list(gained)}` : '', lost.length > 0 ? `loses ${list(lost)}` : '']
    return `${subject} ${parts.filter((part) => part !== '').join(' and ')}`
  }
  return `${subject} is now ${shown(after)}, was ${shown(before)}`
}

/** `roles.major.delay` -> ``role `major`: `delay` ``. */
function subjectOf(clause: string): string {
  const [section = '', ...rest] = clause.split('.')
  const word = ONE[section]
  if (word === undefined || rest.length === 0) return quoted(clause)
  const depth = section === 'rights' || section === 'groups' ? 2 : 1
  const name = rest.slice(0, depth).join('.')
  const key = rest.slice(depth).join('.')
  return key === '' ? `${word} ${quoted(name)}` : `${word} ${quoted(name)}: ${quoted(key)}`
}

function isBlock(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names of a list that the other does not have; undefined if one of them is no list of names. */
function missingFrom(from: Json | undefined, list: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(from) || !Array.isArray(list)) return undefined
  return list.some((item) => typeof item === 'object') ? undefined : list.filter((item) => !from.includes(item)).map(String)
}

function list(values: readonly string[]): string {
  return values.map((value) => quoted(words(value))).join(', ')
}

function shown(value: Json | undefined): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'empty' : value.some((item) => typeof item === 'object') ? 'another list' : list(value.map(String))
  return typeof value === 'object' && value !== null ? 'another block' : quoted(words(String(value)))
}

/** `P30D` as the charter writes it. */
function words(text: string): string {
  const parts = /^P(?:(\d+)([DWMY])|T(\d+)([HM]))$/.exec(text)
  if (parts === null) return text
  const count = parts[1] ?? parts[3] ?? ''
  return `${count} ${UNITS[parts[2] ?? `T${parts[4]}`] ?? ''}${count === '1' ? '' : 's'}`
}
