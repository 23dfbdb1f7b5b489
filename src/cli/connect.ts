import { readFile, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { isAssigned } from '../charter/members.ts'
import type { Charter } from '../charter/model.ts'
import type { Settings, SourceSettings, TargetSettings } from '../config/settings.ts'
import { loginsFile, scimFile, sourceSizesFile } from '../config/data-folder.ts'
import { systemOutside } from '../config/outside.ts'
import { parseDirectoryAccess } from '../ldap/access.ts'
import type { Target } from '../reconcile/target.ts'
import { dataYamlSource } from '../sources/data-yaml/data-yaml-source.ts'
import { growthBookSource } from '../sources/growthbook/growthbook-source.ts'
import { loginFile } from '../sources/growthbook/login-file.ts'
import { rosterSource } from '../sources/file/roster-source.ts'
import { mediaWikiSource } from '../sources/mediawiki/mediawiki-source.ts'
import { parseWikiCredentials } from '../targets/mediawiki/credentials.ts'
import { ldapSource } from '../sources/ldap/ldap-source.ts'
import { scimSource } from '../sources/scim/scim-source.ts'
import { sizeFile, withShrinkGuard } from '../sources/shrinking.ts'
import { makeTarget, readsDefinitions } from '../targets/make.ts'
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
    const name = connector ?? block.connector
    const definitions = readsDefinitions.has(name)
      ? Object.fromEntries(groups.map((group) => [group, charter.groups.get(id)?.get(group)?.settings ?? {}]))
      : undefined
    const made = makeTarget(
      name,
      { id, groups, definitions, ...rest, credentials: await readCredentials(own, problems), ca: await readCertificate(own, problems) },
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
async function readCredentials({ credentials }: Pick<TargetSettings, 'credentials'>, problems: string[]): Promise<string | undefined> {
  if (credentials === undefined) return undefined
  const mode = (await stat(credentials).catch(() => undefined))?.mode
  if (mode === undefined) problems.push(`the credentials file \`${credentials}\` cannot be read`)
  else if ((mode & 0o077) !== 0)
    problems.push(`others can read the credentials file \`${credentials}\`; \`chmod 600\` it and change the password`)
  return mode === undefined ? undefined : readFile(credentials, 'utf8')
}

async function readCertificate({ directory }: Pick<TargetSettings, 'directory'>, problems: string[]): Promise<string | undefined> {
  if (directory?.ca === undefined) return undefined
  const text = await readFile(directory.ca, 'utf8').catch(() => undefined)
  if (text === undefined) problems.push(`the certificate file \`${directory.ca}\` cannot be read`)
  return text
}

/** Connects the sources of facts. Wrong settings stop the command; a source that does not answer does not. */
export async function connectSources(settings: Settings, clock: Clock = systemOutside().clock): Promise<readonly FactSource[]> {
  const sizes = sizeFile(sourceSizesFile(settings.data))
  const problems: string[] = []
  const sources: FactSource[] = []
  for (const [id, source] of Object.entries(settings.sources)) {
    const own: string[] = []
    const made = await connectSource(id, source, settings.data, clock, own)
    if (made !== undefined) sources.push(withShrinkGuard(made, sizes))
    problems.push(...own.map((problem) => `sources.${id}: ${problem}`))
  }
  if (problems.length > 0)
    throw new StopError(problems.map((problem) => `writ: settings: ${terminalText(problem, 400)}`).join('\n'), exit.usage)
  return sources
}

async function connectSource(
  id: string,
  source: SourceSettings,
  data: string,
  clock: Clock,
  problems: string[],
): Promise<FactSource | undefined> {
  const { roster, data_yaml: file, ldap, mediawiki, growthbook, directory, scim, accounts, facts = {} } = source
  const speaking = accounts === undefined ? {} : { accounts }
  if (roster !== undefined) return { ...rosterSource(id, roster, clock), ...speaking }
  if (file !== undefined) {
    const made = dataYamlSource({ id, path: file, facts })
    if (made.ok) return { ...made.value, ...speaking }
    problems.push(made.error)
  }
  if (scim !== undefined) {
    const made = scimSource({ id, path: scimFile(data, id), handle: scim.handle, facts })
    if (made.ok) return { ...made.value, ...speaking }
    problems.push(made.error)
  }
  if (ldap === undefined && mediawiki === undefined && growthbook === undefined) return undefined
  const [credentials, ca] = [await readCredentials(source, problems), await readCertificate(source, problems)]
  if (credentials === undefined || problems.length > 0) return undefined
  const sleep = (milliseconds: number) => setTimeout(milliseconds)
  if (growthbook !== undefined) {
    const logins = loginFile(loginsFile(data, id))
    const api = new URL(growthbook)
    const made = growthBookSource({ id, api, key: credentials.trim(), accounts: accounts ?? '', facts, clock, sleep, logins })
    if (made.ok) return made.value
    problems.push(made.error)
  }
  if (mediawiki !== undefined) {
    const proof = parseWikiCredentials(credentials)
    const api = new URL(mediawiki)
    const made = proof.ok ? mediaWikiSource({ id, api, credentials: proof.value, accounts: accounts ?? '', facts, clock, sleep }) : proof
    if (made.ok) return made.value
    problems.push(made.error)
  }
  if (ldap === undefined) return undefined
  const access = parseDirectoryAccess({ url: ldap, credentials, directory, ca })
  if (access.ok) return ldapSource({ id, access: access.value, clock, facts, accounts })
  problems.push(access.error.replaceAll('`api`', '`ldap`'))
  return undefined
}
