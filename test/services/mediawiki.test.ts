import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseInstant } from '../../src/kernel/instant.ts'
import { boundedGroups, startWiki, type Wiki } from './mediawiki.ts'
import { skipUnless } from './present.ts'

const registered = parseInstant('2020-05-03T10:00:00Z')

describe('the wiki of the tests', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  let wiki: Wiki
  before(async () => {
    wiki = await startWiki({
      groupsPhp: boundedGroups(['Constable', "O'Hara $x"]),
      users: [{ name: 'Ada', groups: { Constable: undefined } }],
    })
  })
  after(async () => await wiki.stop())

  it('has the groups, accounts and edit counts it was started with', async () => {
    assert.ok(registered.ok)
    const ids = await wiki.seedUsers(30, { edits: (number) => number, registered: registered.value })
    assert.equal(ids.size, 30)
    const answer = await wiki.api({ action: 'query', list: 'users', ususers: 'Ada|User 0017', usprop: 'groups|editcount|registration' })
    const [ada, user] = answer['query'].users
    assert.ok(ada.groups.includes('Constable'))
    assert.equal(user.editcount, 17)
    assert.equal(user.registration, '2020-05-03T10:00:00Z')
    const site = await wiki.api({ action: 'query', meta: 'siteinfo', siprop: 'usergroups' })
    const writ = site['query'].usergroups.find((group: { name: string }) => group.name === 'writ')
    assert.deepEqual(writ.add, ['Constable', "O'Hara $x"])
  })

  it('follows rewritten settings at once, twice within a second', async () => {
    for (const group of ['First', 'Second']) {
      await wiki.writeSettings(`$wgGroupPermissions['${group}']['read'] = true;`)
      const answer = await wiki.api({ action: 'query', meta: 'siteinfo', siprop: 'usergroups' })
      const names = answer['query'].usergroups.map((each: { name: string }) => each.name)
      assert.ok(names.includes(group), `${group} not in ${names}`)
      assert.ok(!names.includes(group === 'First' ? 'Second' : 'First'))
    }
  })

  it('refuses settings that are not PHP', async () => {
    await assert.rejects(wiki.writeSettings('this is not php'), /syntax error/)
    await wiki.writeSettings('')
  })

  it('logs what was called and never a secret', async () => {
    await wiki.clearAccessLog()
    await wiki.client(wiki.connector)
    const log = await wiki.accessLog()
    assert.deepEqual(
      log.map((line) => line.action),
      ['query', 'login'],
    )
    assert.ok(log[1]?.parameters.includes('lgpassword'))
    assert.doesNotMatch(JSON.stringify(log), new RegExp(wiki.connector.password))
  })

  it('ends with the process that started it, however that ends', async () => {
    const code = `import { startWiki } from '${import.meta.dirname}/mediawiki.ts'
      const wiki = await startWiki()
      console.log(wiki.directory, wiki.url)
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] })
    const line = await new Promise<string>((resolve) => void child.stdout.once('data', (data: Buffer) => resolve(String(data))))
    const [directory = '', url = ''] = line.trim().split(' ')
    assert.ok(existsSync(directory))
    child.kill('SIGKILL')
    for (let tries = 0; existsSync(directory) && tries < 200; tries += 1) await sleep(50)
    assert.ok(!existsSync(directory), 'its folder is gone')
    await assert.rejects(fetch(url), 'nobody answers on its port')
  })
})
