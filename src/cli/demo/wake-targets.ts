import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import type { Settings } from '../../config/settings.ts'
import { localWikiAvailable, startLocalWiki, type LocalWiki } from '../../targets/mediawiki/local-wiki.ts'
import { OtherWikiError } from '../../targets/mediawiki/local-wiki-folder.ts'
import { keptWiki } from './wiki-stage.ts'

/** The wikis of a demonstration that was played before, running again. */
export interface Woken {
  /** The settings with the addresses that the wikis have now. */
  readonly targets: Settings['targets']
  /** What came back and what could not, in sentences. */
  readonly told: readonly string[]
  readonly stop: () => Promise<void>
}

/** Serves the kept wikis of a demonstration folder again, each with its accounts and pages; one that still answers is left alone. */
export async function wakeTargets(folder: string, targets: Settings['targets']): Promise<Woken> {
  const [woken, told]: [LocalWiki[], string[]] = [[], []]
  const now = { ...targets }
  for (const [target, connection] of Object.entries(targets)) {
    if (connection.api === undefined || !existsSync(keptWiki(folder, target)) || (await responds(connection.api))) continue
    const wiki = await wake(folder, target).catch((error: unknown) => {
      if (error instanceof Error) return error
      throw error
    })
    if (wiki instanceof Error) {
      told.push(`${target} does not run: ${wiki.message}; \`--again\` plays everything anew`)
      continue
    }
    woken.push(wiki)
    now[target] = { ...connection, api: wiki.apiUrl }
    await noteAddress(folder, target, wiki.apiUrl)
    told.push(`${target} is the same MediaWiki as before, on ${wiki.url}`)
  }
  return {
    targets: now,
    told,
    stop: async () => {
      for (const wiki of woken) await wiki.stop()
    },
  }
}

async function wake(folder: string, target: string): Promise<LocalWiki> {
  if (!localWikiAvailable()) throw new OtherWikiError('MediaWiki or PHP is no longer installed')
  return startLocalWiki({ folder: keptWiki(folder, target) })
}

/** Other commands find the wiki by the settings of the folder; nothing else in them is touched. */
async function noteAddress(folder: string, target: string, api: string): Promise<void> {
  const file = join(folder, 'writ.config.yaml')
  const settings = parseDocument(await readFile(file, 'utf8'))
  settings.setIn(['targets', target, 'api'], api)
  await writeFile(file, settings.toString(), { mode: 0o600 })
}

function responds(api: string): Promise<boolean> {
  return fetch(api, { signal: AbortSignal.timeout(5000) }).then(
    ({ headers }) => headers.has('x-writ-wiki'),
    () => false,
  )
}
