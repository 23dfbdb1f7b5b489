import { readFile, stat } from 'node:fs/promises'
import { terminalText } from '../render/terminal.ts'
import { exit, StopError } from './command.ts'

/** The text of a file that the settings name and that must be the operator's alone; `key` is where they name it. Its text is never shown. */
export async function readSecret(path: string, key: string): Promise<string> {
  const mode = (await stat(path).catch(() => undefined))?.mode
  const wrong =
    mode === undefined ? 'cannot be read' : (mode & 0o077) !== 0 ? 'can be read by others: `chmod 600` it and change the secret' : undefined
  if (wrong !== undefined) throw new StopError(`writ: settings: ${key}: the file \`${terminalText(path)}\` ${wrong}`, exit.usage)
  return readFile(path, 'utf8')
}
