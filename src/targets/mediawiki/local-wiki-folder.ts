/** The folder that a local wiki is served from: a copy of the template, thrown away or kept. */
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { commonSettings, phpString } from './local-wiki-php.ts'
import type { Template } from './local-wiki-template.ts'
import type { LocalWikiOptions } from './local-wiki.ts'

/** A kept folder was made from another version of the package, or is none of a wiki. */
export class OtherWikiError extends Error {
  override readonly name = 'OtherWikiError'
}

const MADE_FROM = 'made-from'

/** A folder ready to be served, with everything in it but the address. A kept one that stands is taken as it is. */
export async function wikiFolder(template: Template, options: LocalWikiOptions): Promise<string> {
  if (options.folder === undefined) {
    const directory = await mkdtemp(join(tmpdir(), 'writ-wiki-'))
    await chmod(directory, 0o700)
    await copyTemplate(template, directory, options)
    return directory
  }
  const directory = resolve(options.folder)
  const isNew = await mkdir(directory, { mode: 0o700 }).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw error
    },
  )
  if (isNew) await copyTemplate(template, directory, options)
  else {
    await mustBeOf(template, directory)
    await rm(join(directory, 'access.log'), { force: true })
  }
  // both name the folder, which may have been moved
  await writePlaces(directory, options)
  await writeFile(join(directory, MADE_FROM), basename(template.directory))
  return directory
}

async function mustBeOf(template: Template, directory: string): Promise<void> {
  const from = await readFile(join(directory, MADE_FROM), 'utf8').catch(() => undefined)
  if (from !== basename(template.directory))
    throw new OtherWikiError(`the wiki in \`${directory}\` was made from another version of MediaWiki, or was never finished`)
}

async function copyTemplate(template: Template, directory: string, options: LocalWikiOptions): Promise<void> {
  const parts = ['tree', 'data', 'run.php', 'access-log.php']
  const copies = parts.map((name) =>
    cp(join(template.directory, name), join(directory, name), { recursive: true, verbatimSymlinks: true, mode: 0 }),
  )
  await Promise.all([...copies, writePlaces(directory, options), writeFile(join(directory, 'start.php'), asPhp(options.settings ?? ''))])
}

async function writePlaces(directory: string, options: LocalWikiOptions): Promise<void> {
  await Promise.all([
    writeFile(join(directory, 'not-compiled'), `${directory}/*\n`),
    writeFile(join(directory, 'LocalSettings.php'), commonSettings(options.cache ?? 'none', options.extensions ?? [])),
  ])
}

export const asPhp = (text: string) => (text.trimStart().startsWith('<?php') ? text : `<?php\n${text}\n`)

/** The installer's settings with this wiki's folder and address. */
export async function writeInstalled(template: Template, directory: string, url: string): Promise<void> {
  const text = await readFile(join(template.directory, 'installed.php'), 'utf8')
  const settings = text
    .replace(/^\$wgSQLiteDataDir = .*$/m, () => `$wgSQLiteDataDir = ${phpString(join(directory, 'data'))};`)
    .replace(/^\$wgServer = .*$/m, () => `$wgServer = ${phpString(url)};`)
  await writeFile(join(directory, 'installed.php'), settings)
}
