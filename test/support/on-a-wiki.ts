/** An installation with a SQLite store on disk and a real MediaWiki, set up from a charter folder. */
import { join } from 'node:path'
import { systemOutside } from '../../src/config/outside.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { isAssigned } from '../../src/charter/members.ts'
import { mediaWikiTarget } from '../../src/targets/mediawiki/mediawiki-target.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import { createInstance, type Instance } from '../../src/workflow/instance.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { setUp } from '../../src/workflow/set-up.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import type { Roster } from '../../src/charter/roster.ts'
import type { Instant } from '../../src/kernel/instant.ts'
import type { Target } from '../../src/reconcile/target.ts'
import type { CharterFile } from '../../src/charter/source.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface OnAWiki extends AsyncDisposable {
  readonly instance: Instance
  readonly wiki: Wiki
  /** A person by handle, with the evidence of a demonstration. */
  as(handle: string): Caller
  readonly operator: Caller
  /** Groups of an account as the database has them: an independent reading. */
  groupsOf(name: string): readonly { readonly group: string; readonly expiry: string | null }[]
}

export interface OnAWikiOptions {
  readonly files: readonly CharterFile[]
  readonly roster: Roster
  readonly administrator: { readonly handle: string; readonly role: string }
  /** Accounts that exist before Writ comes, with groups. */
  readonly standing: ReadonlyMap<string, readonly string[]>
  readonly extensions?: readonly string[]
  /** Further targets of the charter. */
  readonly others?: (clock: { now(): Instant }) => readonly Target[]
  /** Another address at which the connector reaches the wiki, given the real one. */
  readonly through?: (api: URL) => Promise<URL>
  /** Other credentials than those of the bounded bot. */
  readonly credentials?: { readonly user: string; readonly password: string }
}

export async function onAWiki(options: OnAWikiOptions): Promise<OnAWiki> {
  const parsed = parseCharter(options.files)
  if (!parsed.ok) throw new Error(parsed.error[0]?.message)
  const source = parsed.value
  const { charter } = source
  const rendered = renderSettings(charter, 'wiki', { hash: 'test' })
  if (!rendered.ok) throw new Error(rendered.error[0]?.message)
  const wiki = await startWiki({
    groupsPhp: rendered.value.text,
    ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
  })
  const ids = await wiki.seed(
    [...options.standing].map(([name, groups]) => ({ name, groups: Object.fromEntries(groups.map((group) => [group, undefined])) })),
  )
  const folder = temporaryFolder()
  const outside = systemOutside()
  const store = openSqliteStore(join(folder.path, 'writ.sqlite'))
  const journal = await openJournal({ store, outside })
  const groups = [...(charter.groups.get('wiki') ?? [])].filter(([, group]) => isAssigned(group)).map(([name]) => name)
  const sleep = () => Promise.resolve()
  const target = mediaWikiTarget({
    id: 'wiki',
    api: (await options.through?.(new URL(wiki.apiUrl))) ?? new URL(wiki.apiUrl),
    credentials: { kind: 'password', ...wiki.connector, ...options.credentials },
    clock: outside.clock,
    sleep,
    groups,
  })
  const instance = createInstance({
    journal,
    store,
    outside,
    targets: new Map([target, ...(options.others?.(outside.clock) ?? [])].map((one) => [one.id, one])),
    sources: [],
    sleep,
  })
  try {
    await setUp(instance, {
      document: charterDocument(options.files),
      source,
      demo: true,
      name: 'corridor',
      operator: 'tester',
      administrator: options.administrator,
      founders: options.roster,
    })
  } catch (error) {
    await journal.close()
    await store.close()
    await wiki.stop()
    folder[Symbol.dispose]()
    throw error
  }
  return {
    instance,
    wiki,
    operator: { actor: { kind: 'operator', name: 'tester', for: undefined }, channel: 'cli' },
    as(handle) {
      const subject = journal.state.personByHandle(handle)?.subject
      if (subject === undefined) throw new Error(`nobody is called ${handle}`)
      return { actor: { kind: 'person', subject, stepUp: 'demo' }, channel: 'cli' }
    },
    groupsOf: (name) =>
      wiki
        .sql('SELECT ug_group, ug_expiry FROM user_groups WHERE ug_user = ? ORDER BY ug_group', ids.get(name) ?? -1)
        .map((row) => ({ group: String(row['ug_group']), expiry: typeof row['ug_expiry'] === 'string' ? row['ug_expiry'] : null })),
    async [Symbol.asyncDispose]() {
      await journal.close()
      await store.close()
      await wiki.stop()
      folder[Symbol.dispose]()
    },
  }
}
