import type { State } from '../../ledger/state.ts'
import { charterFiles } from '../charter-document.ts'
import { unhurriedPages } from '../journal-head.ts'
import type { StoreReader } from '../ports.ts'
import { readme } from './readme.ts'
import { accountTable, grantTable, membershipTable, openTable, peopleTable } from './tables.ts'
import { entryLine } from './entry-line.ts'
import { csv } from '../../render/csv.ts'

/** A file of the export: its path with `/`, and its text in parts, for a ledger may be long; from its beginning each time. */
export interface ExportFile {
  readonly path: string
  readonly parts: () => Iterable<string> | AsyncIterable<string>
}

/** A ledger at one moment, to be exported. */
export interface Exported {
  readonly state: State
  readonly size: number
  /** Hex root of the tree at that size. */
  readonly root: string
}

/** What is read while the export is made; later entries are no part of it. */
export type ExportReader = Pick<StoreReader, 'read' | 'document'>

/** The last file: the sums of all others, as `sha256sum -c` reads them. */
export const SUMS = 'SHA256SUMS'

export function sumLine(path: string, sum: string): string {
  return `${sum}  ${path}\n`
}

/**
 * Everything that one who leaves Writ takes along, as plain files that need no Writ to be read, without the sums over them. Secrets of the
 * installation are no part of it. The tables are made at once, of the state as it is; the ledger is read when its file is.
 */
export async function exportFiles(view: Exported, reader: ExportReader): Promise<readonly ExportFile[]> {
  const { state } = view
  const files = [
    fixed('head.json', `${JSON.stringify({ size: view.size, root: view.root }, undefined, 2)}\n`),
    ...(await charterTexts(state, reader)),
    ...(await planTexts(state, reader)),
    fixed('people.csv', csv(peopleTable(state))),
    fixed('accounts.csv', csv(accountTable(state))),
    fixed('grants.csv', csv(grantTable(state))),
    fixed('open.csv', csv(openTable(state))),
    ...targetsOf(state).map((target) => fixed(`targets/${target}.csv`, csv(membershipTable(state, target)))),
    { path: 'ledger.jsonl', parts: () => entryLines(reader, view.size) },
  ]
  const paths = [...files.map(({ path }) => path), SUMS]
  return [fixed('README.txt', readme(view, paths)), ...files]
}

function fixed(path: string, text: string): ExportFile {
  return { path, parts: () => [text] }
}

async function* entryLines(reader: ExportReader, size: number): AsyncIterable<string> {
  for await (const page of unhurriedPages(reader, 0, size)) yield page.map(entryLine).join('')
}

/** Each revision as the files it consists of, and proposals that were never adopted. */
async function charterTexts(state: State, reader: ExportReader): Promise<readonly ExportFile[]> {
  const revisions = state.revisions.map(({ number, hash }) => ({ folder: `charters/revision-${number}`, hash }))
  const adopted = new Set(revisions.map(({ hash }) => hash))
  const proposed = [...state.charterProposals()]
    .filter(({ hash }) => !adopted.has(hash))
    .map(({ id, hash }) => ({ folder: `charters/proposal-${id}`, hash }))
  const toCome = state.charterToCome === undefined ? [] : [{ folder: 'charters/to-come', hash: state.charterToCome.hash }]
  const found: ExportFile[] = []
  for (const { folder, hash } of [...revisions, ...proposed, ...toCome])
    for (const { name, text } of charterFiles((await reader.document(hash)) ?? '[]')) found.push(fixed(`${folder}/${fileName(name)}`, text))
  return found
}

/** A name that stays in its folder, whatever a document says. */
function fileName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '_')
}

async function planTexts(state: State, reader: ExportReader): Promise<readonly ExportFile[]> {
  const plans = targetsOf(state).flatMap((target) => state.openPlans(target))
  const found: ExportFile[] = []
  for (const { id, target, hash } of plans) {
    const text = await reader.document(hash)
    if (text !== undefined) found.push(fixed(`plans/${target}-${id}.json`, text))
  }
  return found
}

/** Every target on which somebody has an account. */
function targetsOf(state: State): readonly string[] {
  const targets = new Set<string>()
  for (const { subject } of state.people()) for (const { target } of state.accountsOf(subject)) targets.add(target)
  return [...targets].toSorted()
}
