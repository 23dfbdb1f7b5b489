import { randomBytes, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import { scimFile, sessionsFile, storeFile } from '../config/data-folder.ts'
import { systemOutside } from '../config/outside.ts'
import type { Settings } from '../config/settings.ts'
import { openScimDirectory } from '../sources/scim/directory.ts'
import { openSqliteReader } from '../store/sqlite/open.ts'
import { openConfirmations } from '../store/sqlite/confirmations.ts'
import { openTokenUses } from '../store/sqlite/token-uses.ts'
import { openSessions } from '../store/sqlite/sessions.ts'
import { createCharterReader } from '../workflow/charter-document.ts'
import { followLedger } from '../workflow/ledger-follower.ts'
import { createApp } from './app.ts'
import { trustedProxies } from './client-address.ts'
import { loadAssets } from './assets.ts'
import { createCatalogue, loadCatalogue } from './authzen/catalogue.ts'
import { createFactReader } from '../workflow/facts.ts'
import { askedOf } from '../workflow/asked.ts'
import type { FactSource } from '../workflow/ports.ts'
import { hostsOf, isLoopback, urlOf } from './hosts.ts'
import { installationOf } from './installation.ts'
import { readersOf } from './language.ts'
import { cutUnread, LIMITS, type Limits } from './limits.ts'
import { loadMessages } from './messages.ts'
import type { Login, Writer } from './serving.ts'
import { stopOnSignal } from './stop-on-signal.ts'

export interface ServerOptions {
  readonly settings: Settings
  /** Sources of facts that decisions rest on. */
  readonly sources?: readonly FactSource[]
  /** Servers that say who somebody is. */
  readonly logins?: readonly Login[]
  /** Lends the ledger for writing; without it the server only shows. */
  readonly write?: Writer
  /** Told of failed requests; default: standard error. */
  readonly warn?: (text: string) => void
  /** Whether SIGTERM and SIGINT stop it; default true. */
  readonly signals?: boolean
  /** How slow a client may be. */
  readonly limits?: Limits
}

export interface RunningServer {
  readonly url: string
  /** Takes no more requests, answers those it has, then closes the ledger. */
  stop(): Promise<void>
  /** Resolves when it was asked to stop and did. */
  readonly stopped: Promise<void>
}

/** The address cannot be listened on: in use, not this machine's, or not allowed. */
export class CannotListenError extends Error {
  override name = 'CannotListenError'
}

/** How long answers under way may take once the server is asked to stop. */
const PATIENCE_MS = 5000
const IDLE_MS = 50

/**
 * Serves the public pages of a data folder, which others may write to meanwhile. Throws CannotListenError, CatalogueUnreadableError, and what opening the ledger throws
 * (NewerDataError, StoreFailedError).
 */
export async function startServer({
  settings,
  sources = [],
  logins = [],
  write,
  warn = warnOnStderr,
  signals = true,
  limits = LIMITS,
}: ServerOptions): Promise<RunningServer> {
  const { clock, hashing } = systemOutside()
  const assets = await loadAssets()
  const installation = await installationOf(settings)
  const readerOf = readersOf(await loadMessages(), clock)
  const resources = settings.resources === undefined ? createCatalogue() : await loadCatalogue(settings.resources)
  const reader = openSqliteReader(storeFile(settings.data))
  const [filled] = Object.entries(settings.sources).filter(([, { scim: kind }]) => kind !== undefined)
  const scim = filled === undefined ? undefined : openScimDirectory(scimFile(settings.data, filled[0]))
  // nobody needs to log in where nothing can be done
  const sessions = write === undefined ? undefined : openSessions(sessionsFile(settings.data))
  const confirmations = write === undefined ? undefined : openConfirmations(sessionsFile(settings.data))
  const tokenUses = write === undefined ? undefined : openTokenUses(sessionsFile(settings.data))
  let address: AddressInfo | undefined
  const ledger = followLedger(reader, hashing)
  const app = createApp({
    ledger,
    charters: createCharterReader(reader),
    clock,
    base: () => settings.url?.replace(/\/+$/, '') ?? urlOf(settings.host, address?.port ?? settings.port),
    hosts: () => hostsOf(settings, address?.port ?? settings.port),
    assets,
    readerOf,
    hashing,
    facts: createFactReader(sources, clock, () => ledger.read(async ({ state }) => askedOf(state))),
    resources,
    installation,
    proxies: trustedProxies(settings.trustedProxies ?? []),
    ...(settings.mail === undefined ? {} : { mailAddress: settings.mail.address }),
    warn,
    requestId: () => randomBytes(6).toString('hex'),
    ...(tokenUses === undefined ? {} : { tokenUses }),
    ...(scim === undefined ? {} : { scim: { directory: scim, newId: randomUUID } }),
    ...(write === undefined || sessions === undefined || confirmations === undefined
      ? {}
      : { write, sessions, confirmations, logins, passkeys: settings.login?.passkeys ?? true, loopback: isLoopback(settings.host) }),
  })
  let server: ServerType
  try {
    server = await listening((request, env) => app.fetch(request, env), settings, limits)
  } catch (error) {
    scim?.close()
    await reader.close()
    sessions?.close()
    confirmations?.close()
    tokenUses?.close()
    throw error
  }
  address = server.address() as AddressInfo
  const done = Promise.withResolvers<void>()
  let stopping = false
  const stop = () => {
    if (!stopping) {
      stopping = true
      void close(server)
        .then(() => scim?.close())
        .then(() => reader.close())
        .finally(() => sessions?.close())
        .finally(() => confirmations?.close())
        .finally(() => tokenUses?.close())
        .finally(done.resolve)
    }
    return done.promise
  }
  const forget = signals ? stopOnSignal(() => void stop()) : () => undefined
  return { url: urlOf(settings.host, address.port), stop, stopped: done.promise.finally(forget) }
}

type Fetch = Parameters<typeof serve>[0]['fetch']

function listening(fetch: Fetch, { host, port }: Settings, limits: Limits): Promise<ServerType> {
  const { unreadTimeout: _unread, ...serverOptions } = limits
  const answered: Fetch = async (request, env) => {
    const answer = await fetch(request, env)
    cutUnread(env.outgoing, limits)
    return answer
  }
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: answered, hostname: host, port, serverOptions }, () => resolve(server))
    server.once('error', (cause: NodeJS.ErrnoException) => reject(new CannotListenError(reason(cause, host, port), { cause })))
  })
}

function reason({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `port ${port} of ${host} is in use; take another with --port, or --port 0 for any free one`
  if (code === 'EACCES') return `port ${port} may not be opened by this user; take one above 1023 with --port`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `\`${host}\` is no address of this machine; take another with --host`
  return `cannot listen on ${host}:${port}: ${message}`
}

async function close(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  if (!('closeIdleConnections' in server)) return closed
  // A browser keeps its connection open after the answer: whatever falls idle meanwhile is closed too.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_MS)
  const late = setTimeout(() => server.closeAllConnections(), PATIENCE_MS)
  await closed
  clearInterval(idle)
  clearTimeout(late)
}

function warnOnStderr(text: string): void {
  process.stderr.write(`${text}\n`)
}
