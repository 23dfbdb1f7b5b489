import { readFile } from 'node:fs/promises'
import type { Charter } from '../charter/model.ts'
import { parseRoster, type Roster } from '../charter/roster.ts'
import { exit, StopError } from './command.ts'
import { formatFinding } from './print-findings.ts'
import { terminalText } from '../render/terminal.ts'

/** A roster, or an empty one where none is named; problems stop the command. */
export async function readRoster(path: string | undefined, charter: Charter): Promise<Roster> {
  return path === undefined ? { people: [] } : readNamedRoster(path, charter)
}

/** The roster of `--roster FILE` for the safety analysis: undefined where none is named, for then two holders a role are assumed. */
export async function readRosterIfNamed(path: string | undefined, charter: Charter): Promise<Roster | undefined> {
  return path === undefined ? undefined : readNamedRoster(path, charter)
}

async function readNamedRoster(path: string, charter: Charter): Promise<Roster> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) throw new StopError(`writ: the roster \`${terminalText(path)}\` cannot be read`, exit.usage)
  const roster = parseRoster(text, charter, path)
  if (!roster.ok) throw new StopError(roster.error.map(formatFinding).join('\n'))
  return roster.value
}
