/**
 * A real MediaWiki for tests: boots in well under a second once its template exists, on a free port of 127.0.0.1, and leaves nothing behind.
 * Guard tests that use it with `skipUnless(['mediawiki', 'php'], 'smoke' | 'full')`.
 */
import type { Instant } from '../../src/kernel/instant.ts'
import type { WikiPerson } from '../../src/targets/mediawiki/local-wiki-people.ts'
import { startLocalWiki, type LocalWiki, type LocalWikiOptions } from '../../src/targets/mediawiki/local-wiki.ts'
import { wikiApi, type ApiAnswer, type ApiParameters, type WikiApi } from './wiki-api.ts'

export interface WikiOptions extends Omit<LocalWikiOptions, 'settings'> {
  /** PHP with the wiki's groups and rights; `boundedGroups` writes the usual one. */
  readonly groupsPhp?: string
  /** Accounts that exist from the start. */
  readonly users?: readonly WikiPerson[]
  /** How many further accounts `User 0001`, `User 0002`, ... exist from the start. */
  readonly seed?: number
}

export interface Wiki extends LocalWiki {
  /** One API call as the administrator; `token` names the type of token it needs (`userrights`, `csrf`). */
  api(parameters: ApiParameters, token?: string): Promise<ApiAnswer>
  /** A client of its own: without credentials an anonymous one. */
  client(credentials?: { readonly user: string; readonly password: string }): Promise<WikiApi>
  /** Immutable ids of accounts by name, as the wiki knows them. */
  ids(names: readonly string[]): ReadonlyMap<string, number>
  /** Makes `User 0001` to `User n` (after those there are); `edits` and `registered` may depend on the number, from 1. */
  seedUsers(count: number, options?: SeedOptions): Promise<ReadonlyMap<string, number>>
}

interface SeedOptions {
  readonly edits?: number | ((number: number) => number)
  readonly registered?: Instant | ((number: number) => Instant)
  readonly groups?: (number: number) => Readonly<Record<string, Instant | undefined>>
}

/** The settings a wiki owner adds for the connector: `groups` exist and group `writ` may change them, and nothing else. */
export function boundedGroups(groups: readonly string[]): string {
  const list = JSON.stringify(groups)
    .replaceAll('$', String.raw`\$`)
    .replace(/^\[|\]$/g, '')
  return `foreach ( [ ${list} ] as $writGroup ) { $wgGroupPermissions[$writGroup] ??= [ 'read' => true ]; }
$wgAddGroups['writ'] = $wgRemoveGroups['writ'] = [ ${list} ];`
}

const at = <T>(value: T | ((number: number) => T) | undefined, number: number): T | undefined =>
  typeof value === 'function' ? (value as (number: number) => T)(number) : value

export async function startWiki(options: WikiOptions = {}): Promise<Wiki> {
  const { groupsPhp, users = [], seed = 0, ...rest } = options
  const local = await startLocalWiki({ ...rest, ...(groupsPhp === undefined ? {} : { settings: groupsPhp }) })
  let administrator: Promise<WikiApi> | undefined
  let seeded = 0

  const wiki: Wiki = {
    ...local,
    api: async (parameters, token) => {
      administrator ??= wikiApi(local.apiUrl, local.administrator)
      return await (await administrator).call(parameters, token)
    },
    client: async (credentials) => await wikiApi(local.apiUrl, credentials),
    ids: (names) => {
      const rows = local.sql('SELECT user_id, user_name FROM user')
      const known = new Map(rows.map((row) => [String(row['user_name']), Number(row['user_id'])]))
      return new Map(names.flatMap((name) => (known.has(name) ? [[name, known.get(name) ?? 0] as const] : [])))
    },
    seedUsers: async (count, { edits, registered, groups } = {}) => {
      const numbers = Array.from({ length: count }, (_, index) => seeded + index + 1)
      seeded += count
      return await local.seed(
        numbers.map((number) => {
          const [editCount, since] = [at(edits, number), at(registered, number)]
          return {
            name: `User ${String(number).padStart(4, '0')}`,
            groups: groups?.(number) ?? {},
            ...(editCount === undefined ? {} : { edits: editCount }),
            ...(since === undefined ? {} : { registered: since }),
          }
        }),
      )
    },
  }
  try {
    if (users.length > 0) await wiki.seed(users)
    if (seed > 0) await wiki.seedUsers(seed)
    await wiki.clearAccessLog()
  } catch (error) {
    await local.stop()
    throw error
  }
  return wiki
}
