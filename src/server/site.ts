import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { logKeysFolder, scimFile, sessionsFile, storeFile } from '../config/data-folder.ts'
import { systemOutside } from '../config/outside.ts'
import { openScimDirectory } from '../sources/scim/directory.ts'
import { logFolder } from '../store/log-folder.ts'
import { openConfirmations } from '../store/sqlite/confirmations.ts'
import { openSqliteReader } from '../store/sqlite/open.ts'
import { openSessions } from '../store/sqlite/sessions.ts'
import { openTokenUses } from '../store/sqlite/token-uses.ts'
import { askedOf } from '../workflow/asked.ts'
import { createCharterReader } from '../workflow/charter-document.ts'
import { createFactReader } from '../workflow/facts.ts'
import { followLedger } from '../workflow/ledger-follower.ts'
import type { Clock } from '../workflow/ports.ts'
import { SignedLogUnreadableError, type LogFolder, type SignedLog } from '../workflow/signing/signed-log.ts'
import { createApp } from './app.ts'
import { loadAssets } from './assets.ts'
import { createCatalogue, loadCatalogue } from './authzen/catalogue.ts'
import { trustedProxies } from './client-address.ts'
import { hostsOf, isLoopback, urlOf } from './hosts.ts'
import { installationOf } from './installation.ts'
import { readersOf } from './language.ts'
import type { ServerOptions } from './listen.ts'
import { loadMessages } from './messages.ts'
import type { Serving } from './serving.ts'

/** What is served from whether or not there is a ledger. */
type Ground = Pick<
  Serving,
  'base' | 'hosts' | 'assets' | 'readerOf' | 'clock' | 'hashing' | 'resources' | 'proxies' | 'warn' | 'requestId' | 'installation'
>

/** Reads what does not depend on the ledger. Throws AssetsMissingError and CatalogueUnreadableError. `port`: where it listens, once it does. */
export async function layGround({ settings, warn = warnOnStderr }: ServerOptions, port: () => number | undefined): Promise<Ground> {
  const { clock, hashing } = systemOutside()
  return {
    base: () => settings.url?.replace(/\/+$/, '') ?? urlOf(settings.host, port() ?? settings.port),
    hosts: () => hostsOf(settings, port() ?? settings.port),
    assets: await loadAssets(),
    readerOf: readersOf(await loadMessages(), clock),
    clock,
    hashing,
    resources: settings.resources === undefined ? createCatalogue() : await loadCatalogue(settings.resources),
    proxies: trustedProxies(settings.trustedProxies ?? []),
    warn,
    requestId: () => randomBytes(6).toString('hex'),
    installation: await installationOf(settings),
  }
}

/** The pages of a ledger, and what they are served from. */
export interface Site {
  readonly app: Hono
  close(): Promise<void>
}

/** Opens the ledger of a data folder and what lies beside it. Throws NewerDataError and StoreFailedError. */
export async function openSite(ground: Ground, { settings, sources = [], logins = [], write }: ServerOptions): Promise<Site> {
  const reader = openSqliteReader(storeFile(settings.data))
  const [filled] = Object.entries(settings.sources).filter(([, { scim: kind }]) => kind !== undefined)
  const scim = filled === undefined ? undefined : openScimDirectory(scimFile(settings.data, filled[0]))
  // nobody needs to log in where nothing can be done
  const sessions = write === undefined ? undefined : openSessions(sessionsFile(settings.data))
  const confirmations = write === undefined ? undefined : openConfirmations(sessionsFile(settings.data))
  const tokenUses = write === undefined ? undefined : openTokenUses(sessionsFile(settings.data))
  const ledger = followLedger(reader, ground.hashing)
  const app = createApp({
    ...ground,
    ledger,
    charters: createCharterReader(reader),
    signedLog: signedLogReader(logFolder(logKeysFolder(settings), ground.hashing), ground.clock),
    facts: createFactReader(sources, ground.clock, () => ledger.read(async ({ state }) => askedOf(state))),
    ...(settings.mail === undefined ? {} : { mailAddress: settings.mail.address }),
    ...(tokenUses === undefined ? {} : { tokenUses }),
    ...(scim === undefined ? {} : { scim: { directory: scim, newId: randomUUID } }),
    ...(write === undefined || sessions === undefined || confirmations === undefined
      ? {}
      : { write, sessions, confirmations, logins, passkeys: settings.login?.passkeys ?? true, loopback: isLoopback(settings.host) }),
  })
  return {
    app,
    async close() {
      scim?.close()
      await reader.close().finally(() => {
        sessions?.close()
        confirmations?.close()
        tokenUses?.close()
      })
    },
  }
}

/** What is kept of the signatures; if it cannot be read, the log counts as not signed. */
function signedLogReader(folder: LogFolder, clock: Clock): () => Promise<SignedLog> {
  return async () => {
    try {
      return await folder.read()
    } catch (error) {
      if (!(error instanceof SignedLogUnreadableError)) throw error
      return { head: undefined, refusal: { why: 'what was signed last cannot be read', since: clock.now() } }
    }
  }
}

function warnOnStderr(text: string): void {
  process.stderr.write(`${text}\n`)
}
