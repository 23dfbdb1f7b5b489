import { readFile, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { isAssigned } from '../charter/members.ts'
import type { Charter } from '../charter/model.ts'
import type { Settings, TargetSettings } from '../config/settings.ts'
import { systemOutside } from '../config/outside.ts'
import type { Target } from '../reconcile/target.ts'
import { rosterSource } from '../sources/file/roster-source.ts'
import { makeTarget } from '../targets/make.ts'
import type { Clock, FactSource } from '../workflow/ports.ts'
import { exit, StopError } from './command.ts'
import { terminalText } from '../render/terminal.ts'

/**
 * Connects the charter's targets that have settings. A target without settings stays unconnected: rules still hold there, nothing is read or
 * written. Wrong settings stop the command.
 */
export async function connectTargets(
  charter: Charter,
  settings: Settings,
  clock: Clock,
  demo: boolean,
): Promise<ReadonlyMap<string, Target>> {
  const targets = new Map<string, Target>()
  const problems: string[] = []
  for (const [id, block] of charter.targets) {
    const own = settings.targets[id]
    if (own === undefined) continue
    const { connector, ...rest } = own
    if (demo && rest.api !== undefined && !isLocal(rest.api)) {
      problems.push(`targets.${id}: a demonstration folder, where anybody may act as anybody, connects to this machine only`)
      continue
    }
    const groups = [...(charter.groups.get(id) ?? [])].filter(([, group]) => isAssigned(group)).map(([name]) => name)
    const made = makeTarget(
      connector ?? block.connector,
      { id, groups, ...rest, credentials: await readCredentials(own, problems) },
      { clock, sleep: (milliseconds: number) => setTimeout(milliseconds) },
    )
    if (made.ok) targets.set(id, made.value)
    else problems.push(`targets.${id}: ${made.error}`)
  }
  for (const id of Object.keys(settings.targets))
    if (!charter.targets.has(id))
      problems.push(`targets.${id}: the charter has no target of this name; it has ${[...charter.targets.keys()].join(', ')}`)
  if (problems.length > 0)
    throw new StopError(problems.map((problem) => `writ: settings: ${terminalText(problem, 400)}`).join('\n'), exit.usage)
  return targets
}

function isLocal(address: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(address).hostname)
}

/** A credentials file must be the operator's alone; its text is never shown. */
async function readCredentials({ credentials }: TargetSettings, problems: string[]): Promise<string | undefined> {
  if (credentials === undefined) return undefined
  const mode = (await stat(credentials).catch(() => undefined))?.mode
  if (mode === undefined) problems.push(`the credentials file \`${credentials}\` cannot be read`)
  else if ((mode & 0o077) !== 0)
    problems.push(`others can read the credentials file \`${credentials}\`; \`chmod 600\` it and change the password`)
  return mode === undefined ? undefined : readFile(credentials, 'utf8')
}

export function connectSources(settings: Settings, clock: Clock = systemOutside().clock): readonly FactSource[] {
  return Object.entries(settings.sources).map(([id, { roster }]) => rosterSource(id, roster, clock))
}
