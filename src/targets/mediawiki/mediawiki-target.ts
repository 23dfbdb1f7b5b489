/**
 * A MediaWiki (1.39 or later) as a target, through its action API. The connector's account needs no `userrights`: a bot password of an account
 * in a group whose `$wgAddGroups` and `$wgRemoveGroups` name the managed groups.
 */
import { err, ok } from '../../kernel/result.ts'
import type { ObservedAccount, Target } from '../../reconcile/target.ts'
import { openApplier } from './apply.ts'
import { openClient, type ClientOptions } from './client.ts'
import { incomplete } from './failure.ts'
import { readHistory } from './history.ts'
import { inspectWiki } from './inspect.ts'
import { normaliseUserName } from './normalise.ts'
import { readWiki } from './read.ts'
import { accountOf, fetchUsers } from './users.ts'

export interface MediaWikiOptions extends ClientOptions {
  readonly id: string
  /** The groups the charter manages on this wiki: only for `inspect`. */
  readonly groups?: readonly string[]
}

export function mediaWikiTarget(options: MediaWikiOptions): Target {
  const { id, api, clock, credentials } = options
  const client = openClient(options)
  const apply = openApplier(client, clock)
  return {
    id,
    // Wikimedia's etiquette asks clients to call one after the other.
    capabilities: { expiry: true, readBack: true, lock: false, concurrency: 1 },
    read: async (scope) => await readWiki({ id, client, clock }, scope),
    lookUp: async (names) => {
      const wanted = new Map<string, readonly string[]>()
      for (const name of new Set(names)) {
        const canonical = normaliseUserName(name)
        if (canonical !== undefined) wanted.set(canonical, [...(wanted.get(canonical) ?? []), name])
      }
      const rows = await fetchUsers(client, 'ususers', [...wanted.keys()])
      if (!rows.ok) return rows
      const found = new Map<string, ObservedAccount>()
      for (const row of rows.value) {
        const account = accountOf(row, undefined)
        if (!account.ok) return account
        if (account.value === undefined) continue
        const askedAs = wanted.get(account.value.name)
        if (askedAs === undefined) return err(incomplete('unexpected-name', 'the wiki answers for a user nobody asked for'))
        for (const name of askedAs) found.set(name, account.value)
      }
      return ok(found)
    },
    apply,
    history: async (after) => await readHistory(client, after),
    inspect: async () =>
      await inspectWiki({ api, client, user: credentials.kind === 'password' ? credentials.user : undefined, groups: options.groups }),
  }
}
