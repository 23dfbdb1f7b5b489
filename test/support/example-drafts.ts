import { kindOf, type EntryType } from '../../src/ledger/catalogue/catalogue.ts'
import type { Draft } from '../../src/ledger/entry.ts'
import type { Field } from '../../src/ledger/field.ts'

/** Names that mean something to the fold. */
const meaningful: Readonly<Record<string, string>> = {
  account: 'wiki:4711',
  target: 'wiki',
  present: 'yes',
  mode: 'enforce',
  change: 'added',
  kind: 'staff',
  by: 'operator:kim',
  handle: 'Wren Ó Dálaigh',
}

function valueOf(name: string, field: Field): unknown {
  switch (field.kind) {
    case 'subject':
      return name === 'by' ? 's-Bb22cc33dd44ee55' : 's-aa11bb22cc33dd44'
    case 'seq':
      return 7
    case 'count':
      return 3
    case 'hash':
      return '0123456789abcdef'.repeat(4)
    case 'word':
      return field.words?.[0]
    case 'yes-no':
      return true
    case 'text':
      return `${name}: “quoted”, \\ and \n a second line, 日本 😀 \u2028`
    case 'name':
      return meaningful[name] ?? `some-${name}`
    case 'names':
      return [`one-${name}`, 'subject:s-aa11bb22cc33dd44', 'ünïcode']
    case 'moment':
      return '2026-05-03T10:00:00.123Z'
    case 'map':
      return { why: 'because', count: 2.5, agreed: true, wikis: ['a', 'b'], '€': 'sorted by code units' }
    default:
      throw new TypeError(`no example for ${String(field.kind)}`)
  }
}

/** A draft of a type with every field it may have, always the same. */
export function exampleDraft(type: EntryType): Draft {
  const fields = Object.entries(kindOf(type).fields).map(([name, field]) => [name, valueOf(name, field)])
  return { type, fields: Object.fromEntries(fields) } as Draft
}
