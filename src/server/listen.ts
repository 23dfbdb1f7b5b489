import type { AddressInfo } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import type { Settings } from '../config/settings.ts'
import type { FactSource } from '../workflow/ports.ts'
import { urlOf } from './hosts.ts'
import { cutUnread, LIMITS, type Limits } from './limits.ts'
import type { Login, Writer } from './serving.ts'
import { createSetupApp, type SetupServing } from './setup/app.ts'
import { layGround, openSite, type Site } from './site.ts'
import { stopOnSignal } from './stop-on-signal.ts'

export interface ServerOptions {
  readonly settings: Settings
  /** Sources of facts that decisions rest on. */
  readonly sources?: readonly FactSource[]
  /** Servers that say who somebody is. */
  readonly logins?: readonly Login[]
  /** How the data folder is set up in a browser; absent: it holds a ledger already. */
  readonly setup?: Pick<SetupServing, 'pass' | 'foundry'>
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
  /** Resolves once a ledger is served: at once where there was one. */
  readonly founded: Promise<void>
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
 * Serves the pages of a data folder, which others may write to meanwhile; while it has no ledger, those of setting one up, and goes on by itself once
 * there is one. Throws CannotListenError, CatalogueUnreadableError, and what opening the ledger throws (NewerDataError, StoreFailedError).
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { settings, setup, signals = true, limits = LIMITS } = options
  let address: AddressInfo | undefined
  const ground = await layGround(options, () => address?.port)
  const founded = Promise.withResolvers<void>()
  let opening: Promise<Site> | undefined
  let site: Site | undefined
  /** Where it cannot be opened now, the next request tries again. */
  const open = async () => {
    opening ??= openSite(ground, options)
    try {
      site = await opening
    } catch (error) {
      opening = undefined
      throw error
    }
    founded.resolve()
    return site
  }
  if (setup === undefined) await open()
  const before = setup === undefined ? undefined : createSetupApp({ ...ground, ...setup }, open)
  const answer: Fetch = async (request, env) => {
    if (before === undefined || setup === undefined) return (await open()).app.fetch(request, env)
    const { pathname } = new URL(request.url)
    // the one page that is shown when it is over, to whoever founded it
    if (pathname === '/setup/done') return before.fetch(request, env)
    if (site !== undefined) return site.app.fetch(request, env)
    return (await setup.foundry.isFounded()) ? (await open()).app.fetch(request, env) : before.fetch(request, env)
  }
  let server: ServerType
  try {
    server = await listening(answer, settings, limits)
  } catch (error) {
    await site?.close()
    throw error
  }
  address = server.address() as AddressInfo
  const done = Promise.withResolvers<void>()
  let stopping = false
  const stop = () => {
    if (!stopping) {
      stopping = true
      void close(server)
        .then(() => site?.close())
        .finally(done.resolve)
    }
    return done.promise
  }
  const forget = signals ? stopOnSignal(() => void stop()) : () => undefined
  return { url: urlOf(settings.host, address.port), stop, stopped: done.promise.finally(forget), founded: founded.promise }
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
