/**
 * Values that a server gives in parts: above some number, Active Directory answers `member;range=0-1499` instead of `member`, and is asked for the
 * rest from 1500 on until an answer ends in `*`. Source: [MS-ADTS] 3.1.1.3.1.3.3, range retrieval of attribute values.
 */
import type { Entry } from 'ldapts'
import { incompleteAnswer } from './failure.ts'

/** Asks for one attribute of one entry; `attribute` may carry a range. undefined = the entry is gone. */
type Ask = (name: string, attribute: string) => Promise<Entry | undefined>

interface Part {
  /** As the server writes it. */
  readonly key: string
  readonly attribute: string
  readonly first: number
  /** undefined = up to the end. */
  readonly last: number | undefined
}

const READINGS = 3
/** A server that gives one value at a time is not waited for without end. */
const MOST_PARTS = 10_000

function partOf(key: string): Part | undefined {
  const [, attribute, first, last] = /^([^;]+);range=(\d+)-(\d+|\*)$/i.exec(key) ?? []
  return attribute === undefined ? undefined : { key, attribute, first: Number(first), last: last === '*' ? undefined : Number(last) }
}

function partsOf(entry: Entry): readonly Part[] {
  return Object.keys(entry).flatMap((key) => partOf(key) ?? [])
}

/** Whether anything of an entry came in parts. */
export function isInParts(entry: Entry): boolean {
  for (const key in entry) if (key.includes(';') && partOf(key) !== undefined) return true
  return false
}

/** The entry with all values of each attribute that came in parts. Such values are read until two readings agree: others may change them meanwhile. */
export async function wholeEntry(entry: Entry, ask: Ask): Promise<Entry> {
  const parts = partsOf(entry)
  if (parts.length === 0) return entry
  const whole: Entry = { ...entry }
  for (const part of parts) {
    Reflect.deleteProperty(whole, part.key)
    whole[part.attribute] = await agreed(entry, part, ask)
  }
  return whole
}

async function agreed(entry: Entry, part: Part, ask: Ask): Promise<string[] | Buffer[]> {
  let before = await allValues(entry, part, ask)
  // What came whole after all, in one part, cannot have changed meanwhile.
  if (part.first === 0 && part.last === undefined) return before
  for (let reading = 1; reading < READINGS; reading += 1) {
    const again = await ask(entry.dn, part.attribute)
    if (again === undefined) throw incompleteAnswer('range', 'an entry went while it was read')
    const begin = partsOf(again).find((one) => same(one, part))
    const values = begin === undefined ? valuesIn(again, part.attribute) : await allValues(again, begin, ask)
    if (before.length === values.length && new Set([...before, ...values].map(String)).size === values.length) return values
    before = values
  }
  throw incompleteAnswer('range', `the values of \`${part.attribute}\` changed during each of ${READINGS} readings`)
}

async function allValues(entry: Entry, begin: Part, ask: Ask): Promise<string[] | Buffer[]> {
  const values: (string | Buffer)[] = []
  let [holder, part] = [entry, begin]
  for (let count = 1; ; count += 1) {
    const given = valuesIn(holder, part.key)
    const span = part.last === undefined ? given.length : part.last - part.first + 1
    // a range that begins elsewhere, or that holds another number of values than it says, would lose some
    if (part.first !== values.length || span !== given.length || count > MOST_PARTS)
      throw incompleteAnswer('range', `the server gives parts of \`${begin.attribute}\` that do not fit together`)
    values.push(...given)
    if (part.last === undefined) return values as string[] | Buffer[]
    const next = await ask(entry.dn, `${begin.attribute};range=${values.length}-*`)
    const found = next === undefined ? undefined : partsOf(next).find((one) => same(one, begin))
    // the client fills in what was asked for and not given, as if it had no values
    if (next === undefined || found === undefined || valuesIn(next, found.key).length === 0)
      throw incompleteAnswer('range', `it gave only the first ${values.length} values of \`${begin.attribute}\``)
    ;[holder, part] = [next, found]
  }
}

const same = (one: Part, other: Part) => one.attribute.toLowerCase() === other.attribute.toLowerCase()

function valuesIn(entry: Entry, key: string): string[] | Buffer[] {
  const value = entry[key]
  if (value === undefined) return []
  return Array.isArray(value) ? value : ([value] as string[] | Buffer[])
}
