/** From a mail to a request on the pages, without a script: by whoever wrote it, with their words, and nobody else sees it. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import { mailed } from '../support/busy-stage.ts'
import { Visitor } from '../support/visitor.ts'

describe('a mail on the pages', () => {
  it('is seen by whoever wrote it, becomes a request in their words, and is over then', async () => {
    const played = await apiStage()
    const client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true, mailAddress: 'address' })
    const draft = await mailed(played)
    const [cedar, elm] = [new Visitor(client.app), new Visitor(client.app)]
    for (const [visitor, person] of [
      [cedar, 'cedar'],
      [elm, 'elm'],
    ] as const)
      assert.equal((await visitor.post('/login/demo', { person })).status, 303)
    const page = await cedar.get(`/drafts/${draft}`)
    assert.match(page.text, /counts as nothing[\s\S]*Delete pages[\s\S]*From &lt;Monday&gt; on\./)
    assert.match(page.text, new RegExp(`href="/request/scribe\\?draft=${draft}"`))
    assert.equal((await elm.get(`/drafts/${draft}`)).status, 404)
    const [mine, theirs] = [await cedar.get(`/request/scribe?draft=${draft}`), await elm.get(`/request/scribe?draft=${draft}`)]
    assert.match(mine.text, /<textarea[^>]*>\s*Delete pages\n\nI hope to delete pages/)
    assert.doesNotMatch(theirs.text, /I hope to delete/)
    const preview = await cedar.send(mine, '/request/scribe/check')
    assert.match(preview.text, /Nothing has been sent yet/)
    assert.equal((await cedar.get(`/drafts/${draft}`)).status, 200)
    const changing = await cedar.send(preview, '/request/scribe/edit')
    assert.match(changing.text, new RegExp(`name="draft" value="${draft}"`), 'it goes on when something is changed')
    const again = await cedar.send(changing, '/request/scribe/check')
    const sent = await cedar.send(again, '/request/scribe')
    assert.match(sent.location ?? '', /^\/requests\/\d+$/)
    assert.match((await cedar.get(sent.location ?? '')).text, /I hope to delete pages that nobody needs/)
    assert.equal((await cedar.get(`/drafts/${draft}`)).status, 404)
  })
})
