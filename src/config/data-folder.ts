import { join } from 'node:path'

/** The file of the embedded store in a data folder. */
export function storeFile(data: string): string {
  return join(data, 'writ.sqlite')
}

/** The private keys of the log and what they signed, in the data folder unless the settings say otherwise. */
export function logKeysFolder({
  data,
  log,
}: {
  readonly data: string
  readonly log?: { readonly keys?: string | undefined } | undefined
}): string {
  return log?.keys ?? data
}

/** How much each source said when it was last read whole. */
export function sourceSizesFile(data: string): string {
  return join(data, 'source-sizes.json')
}

/** The latest logins that a GrowthBook told, which it forgets with a membership. */
export function loginsFile(data: string, source: string): string {
  return join(data, `logins-${source}.json`)
}

/** What identity providers have sent by SCIM for a source of facts. */
export function scimFile(data: string, source: string): string {
  return join(data, `scim-${source}.sqlite`)
}

/** Who is logged in; no part of the record. */
export function sessionsFile(data: string): string {
  return join(data, 'sessions.sqlite')
}

/** The one-time token by which a new installation is set up in a browser. */
export function setupTokenFile(data: string): string {
  return join(data, 'setup.token')
}

/** The first administrator's bearer token. */
export function administratorTokenFile(data: string): string {
  return join(data, 'administrator.token')
}

/** The code that logs the first administrator in once. */
export function administratorCodeFile(data: string): string {
  return join(data, 'administrator.code')
}
