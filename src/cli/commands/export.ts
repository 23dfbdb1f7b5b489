import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { terminalText } from '../../render/terminal.ts'
import { archiveOf } from '../../workflow/export/archive.ts'
import { exportFiles, SUMS, sumLine, type ExportFile } from '../../workflow/export/files.ts'
import { dataOption, exit, StopError, type Command } from '../command.ts'
import { readSettings } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'

export const exportCommand: Command = {
  help: 'FOLDER must not exist yet, or be empty. Everything is in it, private fields too, as plain text, CSV and JSON that need no Writ; its README.txt says what is what and how to check it. Files are for their owner alone (0600). With --archive FOLDER is a file instead, which must not exist yet: the gzipped tar that `/admin/export` sends. Exit 1 if the ledger does not fit together: it is exported all the same, and what does not fit is named.',
  options: { archive: { type: 'boolean', help: 'one file (tar, gzip) instead of a folder' }, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const folder = resolve(invocation.positionals[0] ?? '')
    const inOne = invocation.flag('archive')
    await (inOne ? refuseThere : refuseFilled)(folder)
    const settings = await readSettings(invocation)
    const { io } = invocation
    return withView(settings, async (view, _charters, reader) => {
      const { problems } = await view.verify()
      const files = await exportFiles(view, reader)
      const written = [...files.map(({ path }) => path), SUMS]
      await (inOne ? writeOne(folder, archiveOf(files, view.state.at)) : writeAll(folder, files))
      if (invocation.flag('json')) printJson(io, { folder, size: view.size, root: view.root, files: written, problems })
      else {
        for (const { seq, text } of problems) io.out(`${seq === undefined ? 'ledger' : `entry ${seq}`}: ${terminalText(text, 300)}\n`)
        io.out(`${written.length} files in ${terminalText(folder)}: ${view.size} entries, root ${view.root}\n`)
      }
      return problems.length === 0 ? exit.fine : exit.findings
    })
  },
}

async function refuseFilled(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new StopError(
      `writ: \`${terminalText(folder)}\` cannot be used: ${error.code ?? error.message}; name a folder that does not exist yet`,
      exit.usage,
    )
  })
  if (there.length > 0)
    throw new StopError(`writ: \`${terminalText(folder)}\` is not empty; name a folder that does not exist yet`, exit.usage)
}

async function refuseThere(file: string): Promise<void> {
  if ((await stat(file).catch(() => undefined)) !== undefined)
    throw new StopError(`writ: \`${terminalText(file)}\` is there already; name a file that does not exist yet`, exit.usage)
}

/** All or nothing: the files come into being beside the folder, which appears when the last one is written. */
async function writeAll(folder: string, files: readonly ExportFile[]): Promise<void> {
  await rising(folder, async (place) => {
    await mkdir(place, { recursive: true, mode: 0o700 })
    const lines: string[] = []
    for (const { path, parts } of files) {
      const hash = createHash('sha256')
      await writeFile(join(place, path), summed(parts(), hash))
      lines.push(sumLine(path, hash.digest('hex')))
    }
    await writeFile(join(place, SUMS), lines)
    await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  })
}

async function writeOne(file: string, archive: Readable): Promise<void> {
  await rising(file, (place) => writeFile(place, archive))
}

/** Makes something beside its place, and puts it there once it is whole. */
async function rising(place: string, make: (beside: string) => Promise<void>): Promise<void> {
  const beside = `${place}.part`
  await rm(beside, { recursive: true, force: true })
  try {
    await make(beside)
    await rename(beside, place)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
}

async function* summed(parts: Iterable<string> | AsyncIterable<string>, hash: Hash): AsyncGenerator<string> {
  for await (const part of parts) {
    hash.update(part)
    yield part
  }
}

async function writeFile(file: string, parts: Iterable<string> | AsyncIterable<string | Uint8Array>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await pipeline(parts, createWriteStream(file, { mode: 0o600, flags: 'wx' }))
}
