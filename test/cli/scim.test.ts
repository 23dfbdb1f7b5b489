/** An identity provider, from the token to the word of a person that many really left. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { charterText, command, installation } from './installation.ts'
import { said, startWrit, withoutSystemNode } from './spawn.ts'

const charter = charterText
  .replace('make-token, link-accounts', 'make-token, link-accounts, manage-sources')
  .replace('rights:\n', 'facts:\n  active: { text: Active, source: people, type: yes-no, set_by: others }\nrights:\n')

describe('an identity provider', { skip: withoutSystemNode }, () => {
  it('sends facts to the server with its own token; six who leave at once wait for the word of a person', async () => {
    using place = installation()
    writeFileSync(place.charter, charter)
    await place.setUp()
    writeFileSync(
      join(place.data, 'writ.config.yaml'),
      `${readFileSync(join(place.data, 'writ.config.yaml'), 'utf8')}\nsources: { people: { scim: {}, facts: { active: active } } }\n`,
    )
    const file = join(place.path, 'scim.token')
    assert.equal((await place.run('token', 'make', '--person', 'amber', '--scope', 'scim', '--output', file)).code, 0)
    const before = await place.run('doctor')
    assert.match(before.out, /no identity provider has sent anything by SCIM yet/)
    const server = startWrit(['serve', '--no-jobs', '--port', '0', '--data', place.data])
    try {
      const base = /http:\S+/.exec(await said(server, /listening on http/))?.[0] ?? ''
      const call = async (method: string, path: string, body?: object) => {
        const headers = { authorization: `Bearer ${readFileSync(file, 'utf8').trim()}`, 'content-type': 'application/scim+json' }
        const sent = await fetch(`${base}/scim/v2${path}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        return { status: sent.status, body: (await sent.json()) as any }
      }
      const ids: string[] = []
      for (let number = 1; number <= 8; number += 1) {
        const made = await call('POST', '/Users', { userName: `person-${number}` })
        assert.equal(made.status, 201, JSON.stringify(made.body))
        ids.push(made.body.id)
      }
      assert.match((await place.run('doctor')).out, /source `people` tells of 8 people/)
      for (const id of ids.slice(0, 6))
        assert.equal((await call('PATCH', `/Users/${id}`, { Operations: [{ op: 'Replace', path: 'active', value: 'False' }] })).status, 200)
    } finally {
      server.kill('SIGTERM')
    }
    const alarmed = await place.run('doctor')
    assert.match(alarmed.out, /6 people were deactivated or deleted within a day/)
    assert.equal(alarmed.code, 1)
    const due = await place.json('due')
    assert.deepEqual(
      due.value.done.map(({ kind, text }: { readonly kind: string; readonly text: string }) => [kind, text]),
      [['source', 'source `people` is not believed']],
    )
    assert.deepEqual((await place.json('due')).value.done, [], 'it is said once')
    assert.equal((await place.run('source', 'believe', 'nobody', '--reason', 'x')).code, 2)
    assert.equal((await place.run('source', 'believe', 'people')).code, 2)
    const believed = await place.json('source', 'believe', 'people', '--reason', 'The team was dissolved')
    assert.equal(believed.code, 0)
    assert.deepEqual([Object.keys(believed.value), believed.value.decision.allowed], [['source', 'decision'], true])
    assert.match((await place.run('doctor')).out, /source `people` tells of 8 people/)
    assert.deepEqual((await place.json('due')).value.done, [])
    const log = await place.run('log', '--json')
    assert.match(log.out, /job\.switched/)
    assert.match(log.out, /source:people/)
  })

  it('is refused where the settings say what cannot be', async () => {
    using place = installation()
    await place.setUp()
    const config = join(place.data, 'writ.config.yaml')
    const kept = readFileSync(config, 'utf8')
    for (const [sources, wrong] of [
      ['{ people: { scim: {} } }', /`scim` needs `facts` too/],
      ['{ people: { scim: {}, facts: { active: crown } } }', /no attribute `crown` in SCIM/],
      ['{ people: { scim: { handle: crown }, facts: { active: active } } }', /`handle`: users have no attribute `crown`/],
      ['{ one: { scim: {}, facts: { a: active } }, two: { scim: {}, facts: { a: active } } }', /only one of them can be filled by `scim`/],
    ] as const) {
      writeFileSync(config, `${kept}\nsources: ${sources}\n`)
      const { code, err } = await command('doctor', '--data', place.data)
      assert.equal(code, 2, err)
      assert.match(err, wrong)
    }
  })
})
