import type { State } from '../../ledger/state.ts'
import { charterFiles } from '../charter-document.ts'
import { storedPages } from '../journal-head.ts'
import type { LedgerView } from '../journal-view.ts'
import type { StoreReader } from '../ports.ts'
import { accountTable, grantTable, membershipTable, openTable, peopleTable } from './tables.ts'
import { entryLine } from './entry-line.ts'
import { csv } from '../../render/csv.ts'

/** A file of the export: its path with `/`, and its text in parts, for a ledger may be long. */
export interface ExportFile {
  readonly path: string
  readonly parts: Iterable<string> | AsyncIterable<string>
}

/** Everything that one who leaves Writ takes along, as plain files that need no Writ to be read. Secrets of the installation are no part of it. */
export async function exportFiles(view: LedgerView, reader: StoreReader): Promise<readonly ExportFile[]> {
  const { state } = view
  return [
    { path: 'ledger.jsonl', parts: entryLines(reader, view.size) },
    { path: 'head.json', parts: [`${JSON.stringify({ size: view.size, root: view.root }, undefined, 2)}\n`] },
    ...(await charterTexts(state, reader)),
    ...(await planTexts(state, reader)),
    { path: 'people.csv', parts: [csv(peopleTable(state))] },
    { path: 'accounts.csv', parts: [csv(accountTable(state))] },
    { path: 'grants.csv', parts: [csv(grantTable(state))] },
    { path: 'open.csv', parts: [csv(openTable(state))] },
    ...targetsOf(state).map((target) => ({ path: `targets/${target}.csv`, parts: [csv(membershipTable(state, target))] })),
  ]
}

async function* entryLines(reader: StoreReader, size: number): AsyncIterable<string> {
  for await (const page of storedPages(reader, 0, size)) yield page.map(entryLine).join('')
}

/** Each revision as the files it consists of, and proposals that were never adopted. */
async function charterTexts(state: State, reader: StoreReader): Promise<readonly ExportFile[]> {
  const revisions = state.revisions.map(({ number, hash }) => ({ folder: `charters/revision-${number}`, hash }))
  const adopted = new Set(revisions.map(({ hash }) => hash))
  const proposed = [...state.charterProposals()]
    .filter(({ hash }) => !adopted.has(hash))
    .map(({ id, hash }) => ({ folder: `charters/proposal-${id}`, hash }))
  const toCome = state.charterToCome === undefined ? [] : [{ folder: 'charters/to-come', hash: state.charterToCome.hash }]
  const found: ExportFile[] = []
  for (const { folder, hash } of [...revisions, ...proposed, ...toCome])
    for (const { name, text } of charterFiles((await reader.document(hash)) ?? '[]'))
      found.push({ path: `${folder}/${fileName(name)}`, parts: [text] })
  return found
}

/** A name that stays in its folder, whatever a document says. */
function fileName(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '_').replace(/^\.+/, '_')
}

async function planTexts(state: State, reader: StoreReader): Promise<readonly ExportFile[]> {
  const plans = targetsOf(state).flatMap((target) => state.openPlans(target))
  const found: ExportFile[] = []
  for (const { id, target, hash } of plans) {
    const text = await reader.document(hash)
    if (text !== undefined) found.push({ path: `plans/${target}-${id}.json`, parts: [text] })
  }
  return found
}

/** Every target on which somebody has an account. */
function targetsOf(state: State): readonly string[] {
  const targets = new Set<string>()
  for (const { subject } of state.people()) for (const { target } of state.accountsOf(subject)) targets.add(target)
  return [...targets].toSorted()
}
