/** A demonstration that is started a second time: its real wiki is the one it was. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { after, describe, it } from 'node:test'
import { parse } from 'yaml'
import { wakeTargets } from '../../src/cli/demo/wake-targets.ts'
import { keptWiki } from '../../src/cli/demo/wiki-stage.ts'
import { startLocalWiki } from '../../src/targets/mediawiki/local-wiki.ts'
import { skipUnless } from '../services/present.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the wiki of a demonstration', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  const folder = temporaryFolder()
  const place = keptWiki(folder.path, 'wiki')
  const config = folder.file('writ.config.yaml')
  const settings = (api: string) => ({ wiki: { api, credentials: folder.file('wiki.credentials.json') } })
  after(() => folder[Symbol.dispose]())

  it('comes back with its accounts, and the settings say where', async () => {
    const first = await startLocalWiki({ folder: place })
    const ids = await first.seed([{ name: 'Larch', groups: { sysop: undefined } }])
    await first.stop()
    writeFileSync(config, `# mine\ntargets: { wiki: { api: '${first.apiUrl}', contact: larch } }\nlimits: { }\n`)

    const woken = await wakeTargets(folder.path, settings(first.apiUrl))
    try {
      const api = woken.targets['wiki']?.api ?? ''
      assert.deepEqual(woken.told, [`wiki is the same MediaWiki as before, on ${new URL(api).origin}`])
      const asked = await fetch(`${api}?action=query&list=users&ususers=Larch&usprop=groups&format=json&formatversion=2`)
      const { query } = (await asked.json()) as { query: { users: readonly { userid: number; groups: readonly string[] }[] } }
      assert.equal(query.users[0]?.userid, ids.get('Larch'))
      assert.ok(query.users[0]?.groups.includes('sysop'))
      const text = await readFile(config, 'utf8')
      assert.match(text, /^# mine/)
      assert.deepEqual(parse(text), { targets: { wiki: { api, contact: 'larch' } }, limits: {} })

      const beside = await wakeTargets(folder.path, settings(api))
      assert.deepEqual([beside.told, beside.targets['wiki']?.api], [[], api], 'what runs is not started twice')
      await beside.stop()
    } finally {
      await woken.stop()
    }
  })

  it('is not served where it was never finished, and the rest goes on', async () => {
    rmSync(`${place}/made-from`)
    const { told, targets, stop } = await wakeTargets(folder.path, settings('http://127.0.0.1:9/api.php'))
    await stop()
    assert.match(
      told.join(),
      /^wiki does not run: the wiki in `.*` was made from another version of MediaWiki, or was never finished; `--again`/,
    )
    assert.equal(targets['wiki']?.api, 'http://127.0.0.1:9/api.php')
  })
})
