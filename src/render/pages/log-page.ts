import { cell, paragraph, type PageCell, type PageDocument } from './document.ts'
import { lastDay } from './last-day.ts'
import type { PageNames } from './page-names.ts'

/** One entry as the public may see it, people and roles as they are called. */
export interface PublicRow {
  readonly seq: number
  /** ISO 8601. */
  readonly at: string
  readonly type: string
  /** Whom it is about, where that is public. */
  readonly person: string | undefined
  /** The entry as one sentence. */
  readonly text: string
  /** Its public fields as texts. */
  readonly fields: Readonly<Record<string, string>>
}

interface Column {
  readonly title: string
  readonly value: (row: PublicRow) => string | undefined
}

const CHANGES: Readonly<Record<string, string>> = {
  'grant.made': 'given',
  'grant.renewed': 'renewed',
  'grant.ended': 'ended',
  'grant.activated': 'in use',
  'grant.deactivated': 'no longer in use',
  'grant.reviewed': 'confirmed by review',
}

/** What a record of rights is read for. A column of which no row says anything is left out: the charter keeps it back. */
const COLUMNS: readonly Column[] = [
  { title: 'Entry', value: ({ seq }) => String(seq) },
  { title: 'Date', value: ({ at }) => at.slice(0, 10) },
  { title: 'Who', value: ({ person, fields }) => fields['account'] ?? person },
  { title: 'Change', value: ({ type, fields }) => changeOf(type, fields) },
  { title: 'Role', value: ({ fields }) => fields['role'] },
  // Rights say what a role is where the role itself is not public; beside it they would only be long.
  { title: 'Rights', value: ({ fields }) => (fields['role'] === undefined ? fields['rights'] : undefined) },
  { title: 'Until', value: ({ fields: { until } }) => (until === undefined ? undefined : lastDay(until)) },
  { title: 'Use case', value: ({ fields }) => fields['use_case'] },
  { title: 'Decided by', value: ({ fields }) => fields['decided_by'] },
]

function changeOf(type: string, fields: Readonly<Record<string, string>>): string {
  if (type === 'grant.made' && fields['door'] === 'found') return 'found'
  const word = CHANGES[type] ?? type.replaceAll(/[.-]/g, ' ')
  return fields['cause'] === undefined ? word : `${word} (${fields['cause']})`
}

/** The public record of changes as a page, oldest first. `roleTitle`: what a role is called. */
export function logPage(
  rows: readonly PublicRow[],
  title: string,
  names: Pick<PageNames, 'log'>,
  roleTitle: (id: string) => string,
): PageDocument {
  const named = rows.map((row) => {
    const role = row.fields['role']
    return role === undefined ? row : { ...row, fields: { ...row.fields, role: roleTitle(role) } }
  })
  const columns = COLUMNS.filter(({ value }) => named.some((row) => value(row) !== undefined))
  const table = named.map((row): readonly PageCell[] => columns.map(({ value }) => cell(value(row) ?? '')))
  return {
    title: names.log,
    blocks: [
      paragraph(`Changes of rights under ${title}, as the public log has them.`),
      rows.length === 0
        ? paragraph('Nothing has been recorded yet.')
        : { kind: 'table', caption: 'Changes of rights', head: columns.map((column) => column.title), rows: table },
    ],
  }
}
