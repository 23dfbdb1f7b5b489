import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { parseCharter } from '../charter/parse.ts'
import type { CharterFile, CharterSource } from '../charter/source.ts'
import type { Finding } from '../charter/finding.ts'
import type { Result } from '../kernel/result.ts'
import { exit, StopError } from './command.ts'
import { formatFinding } from './print-findings.ts'
import { terminalText } from '../render/terminal.ts'

const NOT_CHARTER = new Set(['roster.yaml', 'roster.yml', 'story.yaml', 'story.yml', 'writ.config.yaml'])
const LARGEST_FILE = 4 * 1024 * 1024

/** In place of a path: the charter comes on standard input. */
const STDIN = '-'

async function readStdin(): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > LARGEST_FILE)
      throw new StopError('writ: what came on standard input is larger than 4 MiB; that is no charter', exit.usage)
  }
  return text + decoder.decode()
}

/** The files of a charter: `-` for standard input, one file, or every YAML file of a folder but `roster.yaml`, `story.yaml` and `writ.config.yaml`. Names are as the caller gave them. */
export async function readCharterFiles(path: string): Promise<readonly CharterFile[]> {
  if (path === STDIN) return [{ name: 'stdin', text: await readStdin() }]
  const kind = await stat(path).catch(() => undefined)
  if (kind === undefined) throw new StopError(`writ: there is no file or folder \`${terminalText(path)}\``, exit.usage)
  if (!kind.isDirectory()) return [await readOne(path)]
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name) && !NOT_CHARTER.has(name)).toSorted()
  if (names.length === 0) throw new StopError(`writ: the folder \`${terminalText(path)}\` holds no YAML file`, exit.usage)
  return Promise.all(names.map((name) => readOne(join(path, name))))
}

async function readOne(path: string): Promise<CharterFile> {
  const { size } = await stat(path)
  if (size > LARGEST_FILE) throw new StopError(`writ: \`${terminalText(path)}\` is larger than 4 MiB; that is no charter`, exit.usage)
  return { name: relative('.', path) || path, text: await readFile(path, 'utf8') }
}

/** Reads and parses a charter; its problems are a value. */
export async function parseCharterAt(
  path: string,
): Promise<{ readonly files: readonly CharterFile[]; readonly result: Result<CharterSource, readonly Finding[]> }> {
  const files = await readCharterFiles(path)
  return { files, result: parseCharter(files) }
}

/** Reads a charter that the command cannot do without; stops with its problems, exit 1. */
export async function needCharter(path: string): Promise<{ readonly files: readonly CharterFile[]; readonly source: CharterSource }> {
  const { files, result } = await parseCharterAt(path)
  if (!result.ok) throw new StopError(result.error.map(formatFinding).join('\n'))
  return { files, source: result.value }
}
