/**
 * One connection to a directory server for one piece of work: encrypted, logged in, closed at the end. Nothing is ever read without pages, and
 * an answer that is cut, or that refers to another server, is a failure.
 */
import { isIP } from 'node:net'
import { Attribute, Change, Client, type Entry, type Filter } from 'ldapts'
import { err, ok, type Result } from '../kernel/result.ts'
import type { DirectoryCredentials } from './credentials.ts'
import { directoryFailure, incompleteAnswer, type DirectoryFailure } from './failure.ts'
import { isInParts, wholeEntry } from './ranges.ts'
import type { DirectorySettings } from './settings.ts'

export interface DirectoryAccess {
  /** `ldap://` or `ldaps://`. */
  readonly url: string
  readonly settings: DirectorySettings
  readonly credentials: DirectoryCredentials
  /** Text of the authority's certificate. */
  readonly ca?: string | undefined
  /** Told of each request, for counting. */
  readonly onRequest?: (kind: 'bind' | 'search' | 'modify' | 'add') => void
}

export interface ValueChange {
  readonly attribute: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

export interface Directory {
  /** All entries below `base`, page by page. */
  search(base: string, filter: Filter | undefined, attributes: readonly string[]): Promise<readonly Entry[]>
  /** The one entry; undefined if it does not exist. */
  entry(name: string, attributes: readonly string[]): Promise<Entry | undefined>
  /** All or nothing. */
  modify(name: string, change: ValueChange): Promise<void>
  add(name: string, attributes: Readonly<Record<string, readonly string[]>>): Promise<void>
}

/** Does the work, or says why it could not be done. `doing` completes "could not be asked for". */
export async function withDirectory<T>(
  access: DirectoryAccess,
  doing: string,
  work: (directory: Directory) => Promise<T>,
): Promise<Result<T, DirectoryFailure>> {
  const { url, settings, credentials, ca, onRequest } = access
  const secure = url.startsWith('ldaps:')
  const wait = settings.timeout * 1000
  const tls = ca === undefined ? {} : { ca }
  const client = new Client({ url, timeout: wait, connectTimeout: wait, ...(secure ? { tlsOptions: tls } : {}) })
  try {
    if (settings.start_tls && !secure) await client.startTLS({ ...tls, ...identity(new URL(url).hostname) })
    onRequest?.('bind')
    await client.bind(credentials.bind, credentials.password)
    return ok(await work(directoryOf(client, settings, onRequest)))
  } catch (error) {
    return err(directoryFailure(error, doing))
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

/** Whose certificate it must be; TLS names no addresses. */
function identity(host: string): { readonly host: string; readonly servername?: string } {
  return isIP(host) === 0 ? { host, servername: host } : { host }
}

function directoryOf(client: Client, { page, id }: DirectorySettings, onRequest: DirectoryAccess['onRequest']): Directory {
  const options = (attributes: readonly string[]) => ({
    attributes: [...attributes],
    explicitBufferAttributes: id === 'objectGUID' && attributes.includes(id) ? [id] : [],
  })
  async function one(name: string, attributes: readonly string[]): Promise<Entry | undefined> {
    onRequest?.('search')
    try {
      return (await client.search(name, { scope: 'base', ...options(attributes) })).searchEntries[0]
    } catch (error) {
      if ((error as { code?: unknown }).code === 32) return undefined
      throw error
    }
  }
  const whole = async (entry: Entry) => await wholeEntry(entry, async (name, attribute) => await one(name, [attribute]))
  return {
    search: async (base, filter, attributes) => {
      const entries: Entry[] = []
      const request = { scope: 'sub' as const, ...(filter === undefined ? {} : { filter }), ...options(attributes) }
      for await (const { searchEntries, searchReferences } of client.searchPaginated(base, { ...request, paged: { pageSize: page } })) {
        onRequest?.('search')
        if (searchReferences.length > 0) throw incompleteAnswer('referral', 'a part of the answer lies on another server')
        for (const entry of searchEntries) entries.push(entry)
      }
      for (const [at, entry] of entries.entries()) if (isInParts(entry)) entries[at] = await whole(entry)
      return entries
    },
    entry: async (name, attributes) => {
      const found = await one(name, attributes)
      return found === undefined ? undefined : await whole(found)
    },
    modify: async (name, { attribute, add, remove }) => {
      const part = (operation: 'add' | 'delete', values: readonly string[]) =>
        values.length === 0 ? [] : [new Change({ operation, modification: new Attribute({ type: attribute, values: [...values] }) })]
      onRequest?.('modify')
      await client.modify(name, [...part('delete', remove), ...part('add', add)])
    },
    add: async (name, attributes) => {
      onRequest?.('add')
      await client.add(
        name,
        Object.entries(attributes).map(([type, values]) => new Attribute({ type, values: [...values] })),
      )
    },
  }
}

/** The values of an attribute as texts. The first values only, under a name with their range, are a cut answer. */
export function valuesOf(entry: Entry, attribute: string): readonly string[] {
  for (const key in entry)
    if (key.includes(';') && key.toLowerCase().startsWith(`${attribute.toLowerCase()};range=`))
      throw incompleteAnswer('range', `it gave only the first values of \`${attribute}\``)
  const value = entry[attribute]
  if (value === undefined) return []
  if (typeof value === 'string') return [value]
  return (Array.isArray(value) ? value : [value]).map((one) => (typeof one === 'string' ? one : one.toString('hex')))
}
