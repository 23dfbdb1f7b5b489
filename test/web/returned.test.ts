/** A form that is refused comes back on its own page: what was typed in it, what is wrong above it and beside its fields, nothing written, no secret shown. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { createReaders } from '../../src/web/reader.ts'
import { form } from '../../src/web/form.ts'
import { Returned } from '../../src/web/returned.ts'
import { loadMessages } from '../../src/server/messages.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

let played: Played
let client: ApiClient

async function as(handle: string): Promise<Visitor> {
  const visitor = new Visitor(client.app)
  assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
  return visitor
}

const summaryOf = (text: string) => /<div class="problem" role="alert"[\s\S]*?<\/div>/.exec(text)?.[0] ?? ''
const fieldOf = (text: string, id: string) => new RegExp(`<(?:input|textarea|select)[^>]*\\bid="${id}"[^>]*>`).exec(text)?.[0] ?? ''

/** Ends what somebody else's browser of theirs is logged in with. */
const endOthersOf = async (handle: string) => {
  const { status } = await (await as(handle)).post('/me/sessions/end-others', {})
  assert.equal(status, 303)
}

describe('a form whose sender is logged in no more', () => {
  before(async () => {
    played = await apiStage()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  })

  it('waits until they are, and is sent as it was', async () => {
    const elm = await as('elm')
    const page = await elm.get('/request/helper')
    await endOthersOf('elm')
    const answer = await elm.send(page, '/request/helper/check', { use_case: 'Sorts the <shelves>\nand "dusts" them', until: '2026-12-01' })
    assert.equal(answer.status, 401)
    assert.match(answer.text, /Sorts the &lt;shelves&gt;\nand &quot;dusts&quot; them/)
    const [, login = ''] = /<a[^>]*href="(\/login[^"]*)"\s+target="_blank"\s+rel="noopener"/.exec(answer.text) ?? []
    const entered = await elm.submit(login, '/login/demo', { person: 'elm' })
    assert.equal(entered.location, '/login/done')
    assert.match((await elm.follow(entered)).text, /You are logged in as <bdi>elm<\/bdi>/)
    const sent = await elm.send(answer, '/request/helper/check')
    assert.equal(sent.status, 200, sent.text)
    assert.match(sent.text, /Sorts the &lt;shelves&gt;\s+and &quot;dusts&quot; them/)
  })

  it('is not sent without the name that it was begun with', async () => {
    const elm = await as('elm')
    const page = await elm.get('/report')
    await endOthersOf('elm')
    const size = played.instance.journal.size
    const answer = await elm.send(page, '/report', { text: 'Seen by me' })
    assert.deepEqual([answer.status, played.instance.journal.size], [401, size])
    assert.match(answer.text, /Seen by me/)
    const unnamed = await new Visitor(client.app).submit('/report', '/report', { text: 'Seen by somebody' })
    assert.equal(unnamed.location, '/report?sent=yes')
  })

  it('keeps the text of the files that were chosen', async () => {
    const parts = new FormData()
    for (const [name, value] of [
      ['once', 'f'.repeat(24)],
      ['name-0', 'charter.yaml'],
      ['text-0', 'writ: 1'],
      ['reason', 'Better'],
    ] as const)
      parts.append(name, value)
    parts.append('upload', new File(['writ: 1\ntitle: From a file'], 'charter.yaml'))
    const answer = await new Visitor(client.app).postParts('/charter/propose/check', parts)
    assert.equal(answer.status, 401)
    assert.match(answer.text, /value="writ: 1\ntitle: From a file\n?"/)
  })
})

describe('a form that is refused', () => {
  before(async () => {
    played = await apiStage()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  })

  it('leads from what is wrong to the field, which says it too', async () => {
    const elm = await as('elm')
    const size = played.instance.journal.size
    const answer = await elm.submit('/report', '/report', { text: 'Seen at night', person: 'x'.repeat(300), anonymous: 'yes' })
    assert.equal(answer.status, 422)
    assert.match(summaryOf(answer.text), /<a href="#f-person">[^<]*: at most \d+ characters<\/a>/)
    const person = fieldOf(answer.text, 'f-person')
    assert.match(person, /aria-invalid="true"/)
    assert.match(person, /aria-describedby="e-f-person h-f-person"/)
    assert.match(answer.text, /id="e-f-person">\s*at most/)
    assert.match(answer.text, />\nSeen at night<\/textarea>/)
    assert.match(answer.text, /name="anonymous"[^>]*\schecked/)
    assert.match(answer.text, /<title>Not done: Report a concern/)
    assert.ok(!fieldOf(answer.text, 'f-text').includes('aria-invalid'), 'what is right is not called wrong')
    assert.equal(played.instance.journal.size, size)
    // and can be sent again from there: it is no repetition of the first
    const sent = await elm.send(answer, '/report', { person: '' })
    assert.deepEqual([sent.status, sent.location], [303, '/report?sent=yes'], sent.text)
  })

  it('is the one of several with the same address', async () => {
    for (const person of ['elm', 'fir'])
      await client.ok('makeGrant', { as: 'ash', body: { role: 'helper', person, reason: 'Helps with the archive' } })
    const { entry: review } = await client.ok('openReview', { as: 'ash', body: { role: 'helper' } })
    const birch = await as('birch')
    const page = await birch.get(`/reviews/${review}`)
    const grants = [...page.text.matchAll(/name="grant" value="(\d+)"/g)].map(([, grant = '']) => grant)
    assert.equal(grants.length, 2)
    const reason = `It is needed ${'y'.repeat(20_000)}`
    const last = grants[1] ?? ''
    const answer = await birch.send(page, `/reviews/${review}/answer`, { reason, answer: 'keep' }, `value="${last}"`)
    assert.equal(answer.status, 422)
    assert.match(summaryOf(answer.text), new RegExp(`href="#f-reason-${last}"`))
    assert.ok(fieldOf(answer.text, `f-reason-${last}`).includes('It is needed'))
    assert.ok(!fieldOf(answer.text, `f-reason-${grants[0] ?? ''}`).includes('It is needed'))
  })

  it('says who could do it where the charter does not let one', async () => {
    const text = apiCharterText.replace('purpose: Helps', 'purpose: Helps everywhere')
    const body = { files: [{ name: 'charter.yaml', text }], reason: 'A better purpose' }
    const { proposal } = await client.ok('proposeCharter', { as: 'elm', body })
    const birch = await as('birch')
    const page = `/charter/proposals/${proposal}`
    const answer = await birch.submit(page, `${page}/vote`, { decision: 'approved', reason: 'Said <b>before</b> I read it' })
    assert.equal(answer.status, 422, answer.text)
    assert.match(summaryOf(answer.text), /<li>/)
    assert.match(answer.text, /Said &lt;b&gt;before&lt;\/b&gt; I read it/)
    assert.match(fieldOf(answer.text, 'f-reason'), /^<textarea/)
  })

  it('is lost by nobody whose page has no such form any more', async () => {
    const elm = await as('elm')
    const answer = await elm.post('/requests/999999/comment', { once: 'n'.repeat(24), text: 'A long thought <i>' })
    assert.equal(answer.status, 404)
    assert.match(summaryOf(answer.text), /What you wrote[\s\S]*A long thought &lt;i&gt;/)
  })

  it('shows no secret again, wherever it stood', async () => {
    const reader = createReaders(await loadMessages())('en', '2026-05-03T10:00:00.000Z')
    const because = [{ text: 'no' }]
    const fields = ['password', 'code', 'token', 'secret', 'once', 'text'].map((name) => [name, `${name}-typed`] as const)
    const parts = { action: '/a', what: 'writ-login-not-done', fields, because, missing: [], helpers: [] } as const
    const again = { ...reader, returned: new Returned(parts) }
    const shown = String(
      await form(again, {
        action: '/a',
        button: 'Send',
        body: (f) => fields.map(([name]) => f.field({ name, label: name, type: name === 'text' ? 'password' : 'text' })) as never,
      }),
    )
    assert.ok(!shown.includes('-typed'), shown)
    assert.deepEqual(new Returned(parts).homeless(), [['text', 'text-typed']])
  })

  it('is filled in again after a look at what would become of it', async () => {
    const cedar = await as('cedar')
    const preview = await cedar.submit('/request/helper', '/request/helper/check', { use_case: 'Sorts the shelves', until: '2026-12-01' })
    assert.equal(preview.status, 200, preview.text)
    const again = await cedar.send(preview, '/request/helper/edit')
    assert.equal(again.status, 200)
    assert.ok(again.text.includes('Sorts the shelves') && again.text.includes('value="2026-12-01"'), again.text)
    assert.equal(summaryOf(again.text), '')
  })

  it('cannot be made to look refused from outside', async () => {
    const page = await (await as('elm')).get('/report?returned=yes&because=no')
    assert.equal(summaryOf(page.text), '')
  })
})
