/** The public pages over a ledger in memory, asked as a browser would ask, without a network. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { parseCharter } from '../../src/charter/parse.ts'
import { parseRoster, type Roster } from '../../src/charter/roster.ts'
import type { CharterFile, CharterSource } from '../../src/charter/source.ts'
import { formatInstant } from '../../src/kernel/instant.ts'
import { draft, type Draft, type Origin } from '../../src/ledger/entry.ts'
import { createApp } from '../../src/server/app.ts'
import { createCatalogue } from '../../src/server/authzen/catalogue.ts'
import { loadAssets } from '../../src/server/assets.ts'
import { readersOf } from '../../src/server/language.ts'
import { loadMessages } from '../../src/server/messages.ts'
import type { Serving } from '../../src/server/serving.ts'
import { charterDocument, createCharterReader } from '../../src/workflow/charter-document.ts'
import { createInstance } from '../../src/workflow/instance.ts'
import { noFacts } from '../../src/workflow/facts.ts'
import { openJournal, type Journal } from '../../src/workflow/journal.ts'
import { followLedger } from '../../src/workflow/ledger-follower.ts'
import type { Store } from '../../src/workflow/ports.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { shippedFiles } from './charter.ts'
import { MemoryStore } from './memory-store.ts'
import { fixedClock, nodeHashing, seededRandomness, type TestClock } from './outside.ts'

export const siteHost = 'rights.example'

export interface Site {
  readonly app: Hono
  readonly journal: Journal
  readonly store: Store
  readonly source: CharterSource
  readonly clock: TestClock
  /** What the server told of failed requests. */
  readonly warnings: string[]
  /** Asks for a path under the site's own name. */
  get(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Response>
  /** The body of a path that must be there. */
  text(path: string): Promise<string>
  json(path: string): Promise<unknown>
  /** Records drafts as one command; answers the number of the first entry. */
  record(...drafts: readonly Draft[]): Promise<number>
  /** Puts another text of the charter in force. */
  adopt(files: readonly CharterFile[]): Promise<void>
}

export interface SiteOptions {
  /** A folder of `charters/`, or a charter's text. */
  readonly charter?: string | { readonly yaml: string }
  readonly roster?: Roster
  readonly administrator?: { readonly handle: string; readonly role: string }
  readonly store?: Store
  readonly serving?: Partial<Serving>
}

const origin: Origin = { channel: 'cli', identity: 'operator:tester' }

/** Sets a ledger up by a charter, without any target connected, and serves it. */
export async function openSite(options: SiteOptions = {}): Promise<Site> {
  const named = options.charter ?? 'citizendium'
  const files: readonly CharterFile[] = typeof named === 'string' ? shippedFiles(named) : [{ name: 'charter.yaml', text: named.yaml }]
  const parsed = parseCharter(files)
  if (!parsed.ok) throw new Error(parsed.error.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'))
  const store = options.store ?? new MemoryStore()
  const clock = fixedClock('2026-05-03T10:00:00Z')
  const outside = { clock, hashing: nodeHashing, randomness: seededRandomness('site') }
  const journal = await openJournal({ store, outside })
  await setUp(
    createInstance({
      journal,
      store,
      outside,
      targets: new Map(),
      sources: [],
      sleep: () => Promise.resolve(),
    }),
    {
      document: charterDocument(files),
      source: parsed.value,
      demo: false,
      name: 'test',
      operator: 'tester',
      administrator: options.administrator ?? { handle: 'copper-smith', role: 'senior-technical-staff' },
      founders: options.roster ?? (typeof named === 'string' ? shippedRoster(named) : { people: [] }),
    },
  )
  const warnings: string[] = []
  const app = createApp({
    ledger: followLedger(store, nodeHashing),
    charters: createCharterReader(store),
    clock,
    base: () => `https://${siteHost}`,
    hosts: () => new Set([siteHost]),
    assets: await loadAssets(),
    readerOf: readersOf(await loadMessages(), clock),
    hashing: nodeHashing,
    facts: () => Promise.resolve(noFacts),
    resources: createCatalogue(),
    warn: (text) => void warnings.push(text),
    requestId: () => 'r-1',
    ...options.serving,
  })
  const adopt: Site['adopt'] = async (changed) => {
    const document = charterDocument(changed)
    const charter = Buffer.from(nodeHashing.sha256(nodeHashing.utf8(document))).toString('hex')
    await journal.command(`adopt ${charter}`, origin, (_state, now) => ({
      drafts: [draft('charter.adopted', { charter, from: formatInstant(now) })],
      documents: new Map([[charter, document]]),
      answer: null,
    }))
  }
  let commands = 0
  const get: Site['get'] = async (path, headers = {}, method = 'GET') =>
    app.request(`https://${siteHost}${path}`, { method, headers: { host: siteHost, ...headers } })
  const text = async (path: string) => {
    const response = await get(path)
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()} ${warnings.join('\n')}`)
    return response.text()
  }
  return {
    app,
    journal,
    store,
    source: parsed.value,
    clock,
    warnings,
    get,
    text,
    adopt,
    json: async (path) => JSON.parse(await text(path)) as unknown,
    record: async (...drafts) => {
      commands += 1
      let first = -1
      await journal.command(`test ${commands}`, origin, (_state, _now, next) => {
        first = next
        return { drafts, answer: null }
      })
      return first
    },
  }
}

/** The invented people of a shipped charter. */
function shippedRoster(charter: string): Roster {
  const roster = parseRoster(readFileSync(join(import.meta.dirname, '../../charters', charter, 'roster.yaml'), 'utf8'))
  if (!roster.ok) throw new Error(roster.error[0]?.message)
  return roster.value
}
