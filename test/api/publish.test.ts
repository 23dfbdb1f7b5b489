/** Pages kept on a real wiki over the programming interface, as `writ publish` keeps them. */
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { mediaWikiTarget } from '../../src/targets/mediawiki/mediawiki-target.ts'
import { startWiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import { apiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'

it('pages of the public record are kept on a wiki by whoever runs Writ', { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
  const { instance } = await apiStage()
  const wiki = await startWiki()
  try {
    const target = mediaWikiTarget({
      id: 'wiki',
      api: new URL(wiki.apiUrl),
      credentials: { kind: 'password', ...wiki.administrator },
      clock: instance.outside.clock,
      sleep: () => Promise.resolve(),
    })
    const client = await apiClient({ ...instance, targets: new Map([['wiki', target]]) })
    const publish = (body: object) => client.ok('publishPages', { as: 'ash', params: { target: 'wiki' }, body })
    const outcomes = async (body: object) => (await publish(body)).pages.map((one: any) => [one.title, one.outcome])
    const [log, holders] = ['Project:Rights/Log', 'Project:Rights/Holders']
    assert.deepEqual(await outcomes({ dryRun: true }), [
      [log, 'made'],
      [holders, 'made'],
    ])
    assert.deepEqual(await outcomes({}), [
      [log, 'made'],
      [holders, 'made'],
    ])
    assert.deepEqual(await outcomes({ what: ['holders'] }), [[holders, 'same']])
    await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person: 'elm', reason: 'Helps' } })
    assert.deepEqual(await outcomes({}), [
      [log, 'changed'],
      [holders, 'changed'],
    ])
    const { parse } = (await wiki.api({ action: 'parse', page: holders, prop: 'wikitext', formatversion: '2' })) as any
    assert.match(parse.wikitext, /elm/i)
  } finally {
    await wiki.stop()
  }
})
