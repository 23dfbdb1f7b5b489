import type { Charter, Id } from '../../charter/model.ts'
import { cell, code, heading, joined, paragraph, type Block, type Inline, type PageCell, type PageDocument } from './document.ts'
import { lastDay } from './last-day.ts'
import type { PageNames } from './page-names.ts'

/** What may be said in public of one who holds something. Absent = the charter keeps it back. */
export interface HolderRow {
  readonly person: string | undefined
  readonly role: Id | undefined
  readonly rights: readonly string[] | undefined
  readonly since: string | undefined
  /** null = without end. */
  readonly until: string | null | undefined
  readonly why: string | undefined
  readonly decidedBy: string | undefined
}

/** Who holds what, since when and why: by role, then those whose role is not public. Only rows with a person are listed. */
export function holdersPage(charter: Charter, rows: readonly HolderRow[], names: PageNames): PageDocument {
  const named = rows.filter((row) => row.person !== undefined)
  const apart = named.filter(({ role }) => role === undefined)
  const byRole = Map.groupBy(named, ({ role }) => role)
  const blocks = [...charter.roles].flatMap(([id, role]): readonly Block[] => {
    const holders = byRole.get(id) ?? []
    return [
      heading(role.title),
      paragraph(`${role.purpose}. `, { kind: 'page', page: names.role(id), text: 'How to get it' }),
      ...(holders.length === 0
        ? [paragraph('Nobody, as far as the rules let it be shown.')]
        : [tableOf(`Holders of ${role.title}`, holders)]),
    ]
  })
  return {
    title: names.holders,
    blocks: [
      paragraph(
        'Who holds what under ',
        { kind: 'page', page: names.charter, text: charter.title },
        '. Only what those rules make public stands here.',
      ),
      ...blocks,
      ...(apart.length === 0 ? [] : [heading('Rights held'), tableOf('Rights held', apart)]),
    ],
  }
}

interface Column {
  readonly title: string
  readonly value: (row: HolderRow) => readonly Inline[] | undefined
}

const text = (value: string | undefined) => (value === undefined ? undefined : [value])

const COLUMNS: readonly Column[] = [
  { title: 'Who', value: ({ person }) => text(person) },
  {
    title: 'Rights',
    value: ({ role, rights }) => (role === undefined && rights !== undefined ? joined(rights.map(code), ', ') : undefined),
  },
  { title: 'Since', value: ({ since }) => text(since?.slice(0, 10)) },
  { title: 'Until', value: ({ until }) => (until === null ? ['without end'] : text(until === undefined ? undefined : lastDay(until))) },
  { title: 'Why', value: ({ why }) => text(why) },
  { title: 'Decided by', value: ({ decidedBy }) => text(decidedBy) },
]

/** Columns that say something of anybody. */
function tableOf(caption: string, rows: readonly HolderRow[]): Block {
  const columns = COLUMNS.filter(({ value }) => rows.some((row) => value(row) !== undefined))
  const cells = rows.map((row): readonly PageCell[] =>
    columns.map(({ value }, index) => (index === 0 ? { text: value(row) ?? [], head: true } : cell(...(value(row) ?? [])))),
  )
  return { kind: 'table', caption, head: columns.map(({ title }) => title), rows: cells }
}
