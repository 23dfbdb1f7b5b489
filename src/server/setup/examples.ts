import { readdir, readFile } from 'node:fs/promises'
import { parseCharter } from '../../charter/parse.ts'
import type { CharterFile } from '../../charter/source.ts'
import { rolesThatRun } from '../../workflow/set-up.ts'

const FOLDER = new URL('../../../charters/', import.meta.url)
/** What lies beside a charter and is no part of it. */
const BESIDE = new Set(['roster.yaml', 'story.yaml'])

/** A charter that comes with Writ, to begin with. */
export interface Example {
  readonly id: string
  readonly title: string
  readonly text: string | undefined
  readonly files: readonly CharterFile[]
}

/** The charters that come with Writ and that an installation can be founded on. */
export async function loadExamples(): Promise<readonly Example[]> {
  const found = await readdir(FOLDER, { withFileTypes: true }).catch(() => [])
  const names = found.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const examples = await Promise.all(names.toSorted().map(readExample))
  return examples.filter((example) => example !== undefined)
}

async function readExample(id: string): Promise<Example | undefined> {
  const folder = new URL(`${id}/`, FOLDER)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml') && !BESIDE.has(name)).toSorted()
  const files = await Promise.all(names.map(async (name) => ({ name, text: await readFile(new URL(name, folder), 'utf8') })))
  const parsed = parseCharter(files)
  if (!parsed.ok || rolesThatRun(parsed.value.charter).length === 0) return undefined
  const { title, text } = parsed.value.charter
  return { id, title, text, files }
}
