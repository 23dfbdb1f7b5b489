/** Random drafts and entries of any type of the catalogue, made from the catalogue itself. */
import fc from 'fast-check'
import { catalogue, kindOf, type EntryType } from '../../src/ledger/catalogue/catalogue.ts'
import type { Draft, Entry, ErasedEntry, Origin } from '../../src/ledger/entry.ts'
import type { Field } from '../../src/ledger/field.ts'
import { instant, formatInstant, type Instant } from '../../src/kernel/instant.ts'
import { momentOf } from './outside.ts'

export const entryTypes = Object.keys(catalogue) as readonly EntryType[]

/** Few of each, so that random entries speak of the same things. */
export const subjects = ['a', 'b', 'c'].map((letter) => `s-${letter.repeat(16)}`)
export const roles = ['constable', 'chief']
export const targets = ['wiki', 'forum']
export const accountKeys = ['wiki:1', 'wiki:2', 'forum:1']
export const groups = ['sysop', 'mover']
export const handles = ['Wren', 'Finch', 'Zoë 😀', '__proto__']
export const conditions = ['trained', 'idle']

const first = momentOf('2026-01-01T00:00:00Z')
const moments = fc.integer({ min: 0, max: 200 }).map((hours) => formatInstant(instant(first + hours * 3_600_000 + (hours % 7))))

const words = (...of: readonly string[]) => fc.constantFrom(...of)
const odd = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, '?'))

/** What a field of this name usually holds; any other by its kind. */
const byName: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  role: words(...roles),
  target: words(...targets),
  account: words(...accountKeys),
  group: words(...groups),
  handle: words(...handles),
  condition: words(...conditions),
  statement: words(...conditions),
  present: words('yes', 'no'),
  mode: words('observe', 'propose', 'enforce'),
  change: words('added', 'removed', 'end-changed'),
  kind: words('staff', 'personal'),
  token: words('t1', 't2'),
}

function valueOf(type: EntryType, name: string, field: Field): fc.Arbitrary<unknown> {
  if (type === 'grant.made' && name === 'target') return fc.subarray([...targets], { minLength: 1 })
  const usual = byName[name]
  if (usual !== undefined && field.kind === 'name') return usual
  switch (field.kind) {
    case 'subject':
      return words(...subjects)
    case 'seq':
      return fc.nat({ max: 40 })
    case 'count':
      return fc.nat({ max: 3 })
    case 'hash':
      return fc.constantFrom('a', 'b', 'c').map((digit) => digit.repeat(64))
    case 'word':
      return words(...(field.words ?? []))
    case 'yes-no':
      return fc.boolean()
    case 'moment':
      return moments
    case 'names':
      return fc.array(odd, { maxLength: 3 })
    case 'map':
      return fc.dictionary(odd, fc.oneof(odd, fc.integer(), fc.boolean(), fc.array(odd, { maxLength: 2 })), { maxKeys: 3 })
    default:
      return odd
  }
}

/** A valid draft of a type. */
export function arbitraryDraft(type: EntryType): fc.Arbitrary<Draft> {
  const required: Record<string, fc.Arbitrary<unknown>> = {}
  const optional: Record<string, fc.Arbitrary<unknown>> = {}
  for (const [name, field] of Object.entries(kindOf(type).fields)) (field.optional ? optional : required)[name] = valueOf(type, name, field)
  return fc
    .record({ ...required, ...optional }, { requiredKeys: Object.keys(required), noNullPrototype: true })
    .map((fields) => ({ type, fields }) as Draft)
}

export const arbitraryOrigin: fc.Arbitrary<Origin> = fc.record(
  {
    channel: fc.constantFrom('cli', 'web', 'api', 'job', 'import'),
    identity: fc.constantFrom('operator:kim', `subject:${subjects[0]}`, 'writ:job:expiry'),
    actedFor: fc.constantFrom(...subjects),
  },
  { requiredKeys: ['channel', 'identity'], noNullPrototype: true },
)

/** Types that grants, people and targets live by come more often. */
const usualTypes: readonly EntryType[] = [
  'person.registered',
  'person.renamed',
  'account.linked',
  'account.unlinked',
  'grant.made',
  'grant.made',
  'grant.made',
  'grant.renewed',
  'grant.ended',
  'grant.paused',
  'grant.resumed',
  'grant.proposed',
  'grant.proposed',
  'grant.confirmed',
  'effect.confirmed',
  'drift.found',
  'drift.settled',
  'suspension.started',
  'suspension.ended',
]

const anyDraft = fc
  .oneof({ weight: 3, arbitrary: fc.constantFrom(...usualTypes) }, { weight: 1, arbitrary: fc.constantFrom(...entryTypes) })
  .chain(arbitraryDraft)

/** A ledger of opened entries; with `erasing`, openings are missing here and there and sealed entries may be shut. */
export function arbitraryLedger(options: {
  readonly maxLength: number
  readonly erasing: boolean
}): fc.Arbitrary<readonly (Entry | ErasedEntry)[]> {
  const step = fc.record({
    draft: anyDraft,
    wait: fc.constantFrom(0, 0, 1, 37, 3_600_000),
    erased: options.erasing ? fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat()) : fc.constant(0),
  })
  // without a size, fast-check keeps arrays at some ten items
  return fc.array(step, { maxLength: options.maxLength, size: 'max' }).map((steps) => {
    const earlier = new Map<EntryType, number[]>()
    let at = first
    return steps.map(({ draft, wait, erased }, seq) => {
      at = instant(at + wait)
      const entry = entryOf(seq, at, pointBack(draft, earlier), erased)
      earlier.set(draft.type, [...(earlier.get(draft.type) ?? []), seq])
      return entry
    })
  })
}

/** Fields that number an earlier entry, and of which type it is. */
const pointers: Readonly<Record<string, EntryType>> = {
  grant: 'grant.made',
  proposal: 'grant.proposed',
  drift: 'drift.found',
  suspension: 'suspension.started',
  exception: 'exception.made',
  plan: 'plan.made',
}

/** Lets most pointers meet an entry of the right type: random numbers hardly ever would. */
function pointBack(draft: Draft, earlier: ReadonlyMap<EntryType, readonly number[]>): Draft {
  const fields = Object.entries(draft.fields).map(([name, value]) => {
    const met = earlier.get(pointers[name] ?? 'genesis')
    const points = pointers[name] !== undefined && typeof value === 'number' && value % 8 !== 0 && met !== undefined
    return [name, points ? met[value % met.length] : value]
  })
  return { type: draft.type, fields: Object.fromEntries(fields) } as Draft
}

/** An entry as it is read back. Bits of `erased` say which committed fields are gone. */
export function entryOf(seq: number, at: Instant, draft: Draft, erased = 0): Entry | ErasedEntry {
  const kind = kindOf(draft.type)
  if (kind.sealed && erased > 0) return { seq, at, type: 'sealed' }
  const gone = Object.entries(kind.fields)
    .filter(([, field]) => ['text', 'name', 'names', 'moment', 'map'].includes(field.kind))
    .map(([name]) => name)
    .filter((_, index) => ((erased >> (index % 30)) & 1) === 1)
  const fields = Object.fromEntries(Object.entries(draft.fields).filter(([name]) => !gone.includes(name)))
  const origin: Origin = { channel: 'cli', identity: 'operator:kim' }
  return {
    seq,
    at,
    type: draft.type,
    sealed: kind.sealed,
    fields,
    origin,
    ...(gone.length > 0 ? { erased: gone } : {}),
  } as unknown as Entry
}
