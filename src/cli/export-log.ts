import { writeFile } from 'node:fs/promises'
import { csv } from '../render/csv.ts'
import { logPage, type PublicRow } from '../render/pages/log-page.ts'
import type { PublicEntry } from '../ledger/public-view.ts'
import type { Scene } from '../server/scene.ts'
import { rowsBetween } from '../server/views/log.ts'
import { exit, type ExitCode, type Invocation } from './command.ts'
import { readMoment } from './moment.ts'
import { readSettings } from './open-instance.ts'
import { withPublicScene } from './open-scene.ts'
import { printJson } from './print-json.ts'
import { namesFor, pageFormat, printDocuments } from './render-pages.ts'

const DATA_FORMATS = ['csv', 'json']

/** `writ log export`: the public record, oldest first. */
export async function exportLog(invocation: Invocation): Promise<ExitCode> {
  const { io } = invocation
  const format = invocation.flag('json') ? 'json' : (invocation.text('format') ?? 'wikitext')
  const page = DATA_FORMATS.includes(format) ? undefined : pageFormat(invocation)
  const settings = await readSettings(invocation)
  return withPublicScene(settings, async (scene) => {
    const rows = await exportedRows(scene, invocation)
    const output = invocation.text('output')
    const print = async (text: string) => (output === undefined ? io.document(text) : writeFile(output, text))
    if (page !== undefined) {
      const { charter } = scene
      const document = logPage(rows, charter.title, namesFor(invocation, charter), (id) => charter.roles.get(id)?.title ?? id)
      await printDocuments(invocation, page, [document], [], charter.title)
    } else if (format === 'csv') await print(csv(table(rows)))
    else if (output === undefined) printJson(io, { rows })
    else await print(`${JSON.stringify({ rows }, undefined, 2)}\n`)
    return exit.fine
  })
}

async function exportedRows(scene: Scene, invocation: Invocation): Promise<readonly PublicRow[]> {
  const from = edge(invocation, 'from', 'start')
  const until = edge(invocation, 'until', 'end')
  const all = invocation.flag('all')
  const wanted = (entry: PublicEntry) =>
    (all || (entry.type !== 'sealed' && entry.type.startsWith('grant.'))) &&
    (from.at === undefined || entry.at >= from.at) &&
    (until.at === undefined || entry.at < until.at)
  const end = Math.min(scene.moment.size, until.entry === undefined ? Infinity : until.entry + 1)
  return rowsBetween(scene, from.entry ?? 0, end, wanted)
}

/** An entry by its number, or a moment; a day means all of it. */
function edge(invocation: Invocation, name: 'from' | 'until', side: 'start' | 'end') {
  const text = invocation.text(name)
  if (text === undefined) return { entry: undefined, at: undefined }
  if (/^\d{1,9}$/.test(text)) return { entry: Number(text), at: undefined }
  return { entry: undefined, at: readMoment(text, name, side) }
}

function table(rows: readonly PublicRow[]): readonly (readonly string[])[] {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row.fields)))].toSorted()
  const head = ['entry', 'time', 'type', 'person', 'what', ...fields]
  return [
    head,
    ...rows.map((row) => [String(row.seq), row.at, row.type, row.person ?? '', row.text, ...fields.map((name) => row.fields[name] ?? '')]),
  ]
}
