/**
 * A MediaWiki (1.39 or later) as a target, through its action API. The connector's account needs no `userrights`: a bot password of an account
 * in a group whose `$wgAddGroups` and `$wgRemoveGroups` name the managed groups.
 */
import type { Target } from '../../reconcile/target.ts'
import { openApplier } from './apply.ts'
import { openClient, type ClientOptions } from './client.ts'
import { readHistory } from './history.ts'
import { inspectWiki } from './inspect.ts'
import { publishPages } from './publish.ts'
import { readWiki } from './read.ts'
import { surveyWiki } from './survey.ts'
import { findAccounts } from './users.ts'

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
    lookUp: async (names) => await findAccounts(client, names),
    apply,
    survey: async () => await surveyWiki({ client, clock }),
    publish: async (pages, how) => await publishPages(client, pages, how),
    history: async (after) => await readHistory(client, after),
    inspect: async () =>
      await inspectWiki({ api, client, user: credentials.kind === 'password' ? credentials.user : undefined, groups: options.groups }),
  }
}
