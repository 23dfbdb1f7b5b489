import { describe } from 'node:test'
import { instant } from '../../src/kernel/instant.ts'
import { mediaWikiTarget } from '../../src/targets/mediawiki/mediawiki-target.ts'
import { testTarget, type TargetRig } from '../contract/target.ts'
import { boundedGroups, startWiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'

const groups = ['Constable', 'Editor', 'Management Committee'] as const
const clock = { now: () => instant(Date.now()) }
const sleep = async () => undefined

/** A moment as MediaWiki stores it. */
const stamp = (moment: number) => new Date(moment).toISOString().replaceAll(/[-:T]|\..*$/g, '')

async function wikiRig(): Promise<TargetRig> {
  const wiki = await startWiki({ groupsPhp: boundedGroups(groups), extensions: ['Renameuser'] })
  const target = mediaWikiTarget({
    id: 'wiki',
    api: new URL(wiki.apiUrl),
    credentials: { kind: 'password', ...wiki.connector },
    clock,
    sleep,
    groups,
  })
  return {
    target,
    groups,
    barred: 'sysop',
    now: clock.now,
    account: async (name) => ({ id: String((await wiki.seed([{ name }])).get(name)), name }),
    give: async ({ id }, group, until, logged) => {
      const expiry = until === undefined ? 'infinity' : new Date(until).toISOString()
      if (logged) await wiki.api({ action: 'userrights', user: `#${id}`, add: group, expiry, reason: 'by hand' }, 'userrights')
      else
        wiki.sql(
          'INSERT INTO user_groups (ug_user, ug_group, ug_expiry) VALUES (?, ?, ?)',
          Number(id),
          group,
          until === undefined ? null : stamp(until),
        )
    },
    rename: async ({ id, name }, next) => {
      const code = `return ( new MediaWiki\\Extension\\Renameuser\\RenameuserSQL( $args[0], $args[1], $args[2], User::newFromName( 'Admin' ) ) )->rename();`
      const done = await wiki.php(code, [name, next, Number(id)])
      if (done !== true) throw new Error(`${name} not renamed`)
    },
    expire: async ({ id }, group) =>
      void wiki.sql('UPDATE user_groups SET ug_expiry = ? WHERE ug_user = ? AND ug_group = ?', stamp(Date.now() - 1000), Number(id), group),
    dropGroup: async (group) => {
      await wiki.writeSettings(`unset( $wgGroupPermissions[${JSON.stringify(group)}] );`)
      return async () => await wiki.writeSettings('')
    },
    stop: async () => await wiki.stop(),
  }
}

describe('a real wiki as a target, in short', { skip: skipUnless(['mediawiki', 'php'], 'smoke') }, () => testTarget(wikiRig, true))
describe('a real wiki as a target', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => testTarget(wikiRig))
