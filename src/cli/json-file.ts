import { readFile, stat } from 'node:fs/promises'
import type { Json } from '../kernel/json.ts'
import { terminalText } from '../render/terminal.ts'
import { exit, StopError } from './command.ts'

const LARGEST_FILE = 16 * 1024 * 1024

/** What another system wrote, by default a wiki's API; stops the command with what is wrong with the file, and what to do. */
export async function readJson(path: string, remedy = 'save the answer of the API with format=json&formatversion=2'): Promise<Json> {
  const text = await readText(path)
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new StopError(`writ: \`${terminalText(path)}\` is no JSON; ${remedy}`)
  }
}

/** A text of another system; stops the command if it is not there or too large. */
export async function readText(path: string): Promise<string> {
  const kind = await stat(path).catch(() => undefined)
  if (kind === undefined || kind.isDirectory()) throw new StopError(`writ: there is no file \`${terminalText(path)}\``, exit.usage)
  if (kind.size > LARGEST_FILE) throw new StopError(`writ: \`${terminalText(path)}\` is larger than 16 MiB`, exit.usage)
  return readFile(path, 'utf8')
}
