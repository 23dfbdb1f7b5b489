/** A server whose data folder has no ledger, as `writ serve` starts it, and browsers that look at it over HTTP. */
import { readFileSync } from 'node:fs'
import { parseCharter } from '../../src/charter/parse.ts'
import type { FoundCommand } from '../../src/cli/found.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { shapeSettings, type Settings } from '../../src/config/settings.ts'
import { whileUnfounded } from '../../src/cli/set-up-in-browser.ts'
import { shareInstance } from '../../src/cli/share-instance.ts'
import { startServer, type RunningServer, type ServerOptions } from '../../src/server/listen.ts'
import { Visitor } from './visitor.ts'

export interface Unfounded {
  readonly settings: Settings
  readonly url: string
  /** What the server said on standard error. */
  readonly said: string
  /** Resolves once a ledger is served. */
  readonly founded: Promise<void>
  /** The text of the token file now. */
  token(): string
  /** A browser of its own, by the name `rights.example` over TLS. */
  browser(): Visitor
  stop(): Promise<void>
}

const NO_ENVIRONMENT = { data: undefined, host: undefined, port: undefined, store: undefined, config: undefined }

export function settingsFor(data: string, file = 'url: https://rights.example\n'): Settings {
  const settings = shapeSettings({ data, port: '0' }, NO_ENVIRONMENT, { name: `${data}/writ.config.yaml`, text: file })
  if (!settings.ok) throw new Error(settings.error.join('\n'))
  return settings.value
}

/** Starts it; `change` puts something else in place of what the command would serve with. */
export async function startUnfounded(
  settings: Settings,
  change: (setup: ServerOptions['setup']) => ServerOptions['setup'] = (setup) => setup,
): Promise<Unfounded> {
  const { data } = settings
  const started = Promise.withResolvers<RunningServer>()
  const stop = new AbortController()
  const { write, idle } = shareInstance(settings, stop.signal)
  let said = ''
  const io = { out() {}, document() {}, err: (text: string) => void (said += text), progress: undefined, columns: 80 }
  const over = whileUnfounded(settings, io, async (setup) => {
    const changed = change(setup)
    const options = { settings, write, signals: false, warn: (text: string) => void (said += text) }
    const server = await startServer({ ...options, ...(changed === undefined ? {} : { setup: changed }) })
    started.resolve(server)
    await server.stopped
  })
  over.catch(started.reject)
  const server = await started.promise
  return {
    settings,
    url: server.url,
    get said() {
      return said
    },
    founded: server.founded,
    token: () => readFileSync(`${data}/setup.token`, 'utf8').trim(),
    browser: () => new Visitor(overHttp(server.url)),
    async stop() {
      await server.stop()
      await over
      await idle()
    },
  }
}

/** The address of a visitor is that of the place; what it asks goes to where the server listens. */
function overHttp(url: string): ConstructorParameters<typeof Visitor>[0] {
  return {
    request: (input: string | URL | Request, init?: RequestInit) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input)
      return fetch(`${url}${pathname}${search}`, { ...init, redirect: 'manual' })
    },
  } as ConstructorParameters<typeof Visitor>[0]
}

/** A charter by which one role runs Writ. */
export const CHARTER = `writ: 1
title: A reading room
targets: { wiki: { connector: simulated } }
groups: { writ: { keepers: { rights: [apply, link-accounts] } } }
roles:
  keeper: { title: Keeper, purpose: Keeps the room, gives: { writ: keepers }, may: [{ change: reader }] }
  reader: { title: Reader, purpose: May read in it }
amendments: { by: keeper }
`

/** Everything that the last step sends. */
export const PLAN = { 'name-0': 'charter.yaml', 'text-0': CHARTER, administrator: 'heron', role: 'keeper' } as const

/** The same as the command has it. */
export function foundingOf(handle: string): FoundCommand {
  const files = [{ name: 'charter.yaml', text: CHARTER }]
  const parsed = parseCharter(files)
  if (!parsed.ok) throw new Error('the charter of the tests cannot be read')
  const administrator = { handle, role: 'keeper' }
  return { document: charterDocument(files), source: parsed.value, demo: false, administrator, founders: { people: [] }, withCode: true }
}

/** Shows the token and opens the first step. */
export async function enter(place: Unfounded, browser = place.browser()): Promise<Visitor> {
  const opened = await browser.submit('/setup', '/setup/token', { token: place.token() })
  if (opened.location !== '/setup') throw new Error(`${opened.status} ${opened.text}`)
  return browser
}
