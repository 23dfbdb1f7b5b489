import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { terminalText } from '../../render/terminal.ts'
import { exportFiles, type ExportFile } from '../../workflow/export/files.ts'
import { readme } from '../../workflow/export/readme.ts'
import { dataOption, exit, StopError, type Command } from '../command.ts'
import { readSettings } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'

export const exportCommand: Command = {
  help: 'FOLDER must not exist yet, or be empty. Everything is in it, private fields too, as plain text, CSV and JSON that need no Writ; its README.txt says what is what and how to check it. Files are for their owner alone (0600). Exit 1 if the ledger does not fit together: it is exported all the same, and what does not fit is named.',
  options: dataOption,
  words: [1, 1],
  async run(invocation) {
    const folder = resolve(invocation.positionals[0] ?? '')
    await refuseFilled(folder)
    const settings = await readSettings(invocation)
    const { io } = invocation
    return withView(settings, async (view, _charters, reader) => {
      const { problems } = await view.verify()
      const files = await exportFiles(view, reader)
      const written = [...files.map(({ path }) => path), 'README.txt']
      await writeAll(folder, [...files, { path: 'README.txt', parts: [readme(view, written)] }])
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

/** All or nothing: the files come into being beside the folder, which appears when the last one is written. */
async function writeAll(folder: string, files: readonly ExportFile[]): Promise<void> {
  const rising = `${folder}.part`
  await rm(rising, { recursive: true, force: true })
  await mkdir(rising, { recursive: true, mode: 0o700 })
  try {
    for (const { path, parts } of files) {
      const file = join(rising, path)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      if (Array.isArray(parts)) await writeFile(file, parts.join(''), { mode: 0o600, flag: 'wx' })
      else await pipeline(Readable.from(parts), createWriteStream(file, { mode: 0o600, flags: 'wx' }))
    }
    await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    await rename(rising, folder)
  } catch (error) {
    await rm(rising, { recursive: true, force: true })
    throw error
  }
}
