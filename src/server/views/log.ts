import { formatInstant } from '../../kernel/instant.ts'
import { catalogue } from '../../ledger/catalogue/catalogue.ts'
import type { PublicEntry } from '../../ledger/public-view.ts'
import { decider, publicSentence } from '../../render/public-sentence.ts'
import type { LogHeadView, LogRow, LogView } from '../../web/view.ts'
import { firstSince } from '../../workflow/first-since.ts'
import type { Scene } from '../scene.ts'
import { isOfKind, ofChanges } from './entry-kinds.ts'
import { namingOf } from './naming.ts'
import { refusalView, signedLogView } from './signed-log.ts'

const ROWS = 50
const PAGE = 500
/** So many entries are looked through for one page of the log. */
const SCANNED = 20_000

export interface LogQuery {
  readonly person: string
  /** Who decided: a handle, or part of a name. */
  readonly by: string
  readonly role: string
  readonly target: string
  /** One type, a family of types, or `changes`: see `isOfKind`. */
  readonly type: string
  /** Days in UTC, both included; empty = not limited. */
  readonly since: string
  readonly until: string
  /** The newest entry to show; undefined = the last one. */
  readonly from: number | undefined
}

/** A filter that lets everything pass. */
export const everyEntry: LogQuery = { person: '', by: '', role: '', target: '', type: '', since: '', until: '', from: undefined }

export async function logView(scene: Scene, query: LogQuery, rows = ROWS): Promise<LogView> {
  const { charter, moment } = scene
  const { person, by, role, target, type, since, until } = query
  const found = await newest(scene, query, rows)
  const refused = refusalView(await scene.signedLog())
  return {
    filter: { person, by, role, target, type, since, until },
    targets: [...charter.targets].map(([id, block]) => ({ id, title: block.title ?? id })),
    roles: [...charter.roles].map(([id, block]) => ({ id, title: block.title })),
    types: Object.entries(catalogue).flatMap(([name, kind]) => (kind.sealed ? [] : [name])),
    rows: found.rows,
    older: found.older,
    size: moment.size,
    root: moment.root,
    ...(refused === undefined ? {} : { refused }),
  }
}

export async function logHeadView(scene: Scene): Promise<LogHeadView> {
  const { size, root, origin } = scene.moment
  return { size, root, origin, at: size === 0 ? undefined : formatInstant(scene.state.at), signed: await signedLogView(scene) }
}

/** The last entries that are of interest to somebody who looks in, without what the machinery notes. */
export async function lastChanges(scene: Scene, count: number): Promise<readonly LogRow[]> {
  return (await search(scene, scene.moment.size - 1, count, ({ type }) => ofChanges(type))).rows
}

/** The last entries that tell something, for the feed. */
export async function lastTold(scene: Scene, count: number): Promise<readonly LogRow[]> {
  return (await search(scene, scene.moment.size - 1, count, (entry) => entry.type !== 'sealed')).rows
}

/** The last entries of one kind. */
export async function lastOfType(scene: Scene, type: PublicEntry['type'], count: number): Promise<readonly LogRow[]> {
  return (await search(scene, scene.moment.size - 1, count, (entry) => entry.type === type)).rows
}

async function newest(scene: Scene, query: LogQuery, rows: number): Promise<Found> {
  const last = scene.moment.size - 1
  const end = query.until === '' ? last : (await firstSince(scene.moment, Date.parse(query.until) + DAY_MS)) - 1
  const lowest = query.since === '' ? 0 : await firstSince(scene.moment, Date.parse(query.since))
  const start = Math.min(query.from ?? last, end)
  return search(scene, start, rows, fitting(scene, query), lowest)
}

/** What the public may see of an entry decides whether it fits: a filter finds out nothing that the row does not show. */
function fitting(scene: Scene, query: LogQuery): (entry: PublicEntry) => boolean {
  const subject = query.person === '' ? undefined : (scene.personOf(query.person) ?? 'nobody')
  const decided = query.by === '' ? undefined : decidedBy(scene, query.by)
  const isPlain = subject === undefined && query.role === '' && query.target === '' && decided === undefined
  return (entry) => {
    if (!isOfKind(entry.type, query.type)) return false
    if (entry.type === 'sealed') return isPlain
    const fields = entry.fields as Readonly<Record<string, unknown>>
    if (subject !== undefined && fields['subject'] !== subject) return false
    if (query.target !== '' && fields['target'] !== query.target) return false
    if (decided?.(fields['decided_by']) === false) return false
    return query.role === '' || roleOf(scene, fields) === query.role
  }
}

function decidedBy(scene: Scene, by: string): (names: unknown) => boolean {
  const subject = scene.personOf(by)
  const naming = namingOf(scene)
  const wanted = by.toLowerCase()
  return (names) =>
    Array.isArray(names) &&
    names.some((name) =>
      subject === undefined ? decider(String(name), naming).toLowerCase().includes(wanted) : String(name).includes(`subject:${subject}`),
    )
}

const DAY_MS = 86_400_000

/** The role an entry is about, as far as that is public: its own, or that of the grant it names. */
function roleOf({ state, fieldsOf }: Scene, fields: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof fields['role'] === 'string') return fields['role']
  const grant = typeof fields['grant'] === 'number' ? state.grant(fields['grant']) : undefined
  return grant !== undefined && fieldsOf(grant).includes('role') ? grant.role : undefined
}

interface Found {
  readonly rows: readonly LogRow[]
  readonly older: number | undefined
}

/** Goes back from an entry until so many fit. */
async function search(scene: Scene, start: number, count: number, fits: (entry: PublicEntry) => boolean, bottom = 0): Promise<Found> {
  const rows: LogRow[] = []
  const naming = namingOf(scene)
  const lowest = Math.max(bottom, start - SCANNED + 1)
  for (let end = start + 1; end > lowest; end -= PAGE) {
    const from = Math.max(lowest, end - PAGE)
    for (const entry of (await scene.entries(from, end - from)).toReversed()) {
      if (!fits(entry)) continue
      if (rows.length === count) return { rows, older: entry.seq }
      rows.push(rowOf(entry, naming))
    }
  }
  return { rows, older: lowest <= bottom ? undefined : lowest - 1 }
}

/** Entries of a stretch of the log, oldest first, in their public view: what an export is made of. `wanted` sees the public entry alone. */
export async function rowsBetween(
  scene: Scene,
  from: number,
  until: number,
  wanted: (entry: PublicEntry) => boolean,
): Promise<readonly LogRow[]> {
  const naming = namingOf(scene)
  const rows: LogRow[] = []
  for (let start = Math.max(0, from); start < until; start += PAGE)
    for (const entry of await scene.entries(start, Math.min(PAGE, until - start))) {
      if (!wanted(entry)) continue
      const row = rowOf(entry, naming)
      const role = entry.type === 'sealed' ? undefined : roleOf(scene, entry.fields)
      rows.push(role === undefined ? row : { ...row, fields: { ...row.fields, role } })
    }
  return rows
}

function rowOf(entry: PublicEntry, naming: ReturnType<typeof namingOf>): LogRow {
  const fields: Readonly<Record<string, unknown>> = entry.type === 'sealed' ? {} : entry.fields
  return {
    seq: entry.seq,
    at: formatInstant(entry.at),
    type: entry.type,
    person: typeof fields['subject'] === 'string' ? naming.person(fields['subject']) : undefined,
    text: publicSentence(entry, naming),
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fieldText(name, value, naming)])),
  }
}

/** Persons stand in the twin as the page calls them: opaque ids would join what the handle of an erased person no longer joins. */
function fieldText(name: string, value: unknown, naming: ReturnType<typeof namingOf>): string {
  if (name === 'subject' || name === 'by' || name === 'owner' || name === 'operated_by') return naming.person(String(value)) ?? 'not public'
  if (name === 'account') return naming.account(String(value)) ?? 'not public'
  if (Array.isArray(value)) return value.map((item) => decider(String(item), naming)).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
