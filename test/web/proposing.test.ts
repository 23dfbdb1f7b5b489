/** Another charter, written in the browser: read with line and column, held against the one in force before anything is filed, kept as a draft, adopted at once or from a day on. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'
import { Visitor, type Visited } from '../support/visitor.ts'

let played: Played
let client: ApiClient
const PAGE = '/charter/propose'
const CHECK = `${PAGE}/check`

async function as(handle: string): Promise<Visitor> {
  const visitor = new Visitor(client.app)
  assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
  return visitor
}
const size = () => played.instance.journal.size
const textOf = (page: Visited) => /<textarea[^>]*name="text-0"[^>]*>\n([^<]*)/.exec(page.text)?.[1] ?? ''
const changed = (from: string, to: string) => {
  assert.ok(apiCharterText.includes(from), from)
  return apiCharterText.replace(from, to)
}

describe('proposing a charter', () => {
  beforeEach(async () => {
    played = await apiStage()
    client = await apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true })
  })

  it('begins with the text in force, and shows what would change before anything is filed', async () => {
    const elm = await as('elm')
    const page = await elm.get(PAGE)
    assert.match(textOf(page), /^writ: 1/)
    await client.ok('makeGrant', { as: 'ash', body: { role: 'scribe', person: 'fir', reason: 'Writes minutes' } })
    const before = size()
    // a scribe may no longer delete
    const text = changed('scribe: { rights: delete }', 'scribe: { rights: [] }')
    const preview = await elm.send(page, CHECK, { 'text-0': text, reason: 'Scribes <b>write</b>' })
    assert.equal(preview.status, 200, preview.text)
    assert.match(preview.text, /Nothing has been filed yet/)
    assert.match(preview.text, /<code>delete<\/code><\/th>\s*<td[^>]*>scribe<\/td>/)
    assert.match(preview.text, /<strong><bdi>fir<\/bdi><\/strong> − wiki.delete/)
    assert.match(preview.text, /Rogue accounts that can be withstood together: /)
    assert.match(preview.text, /Scribes &lt;b&gt;write&lt;\/b&gt;/)
    assert.equal(size(), before)
    const filed = await elm.send(preview, PAGE)
    assert.equal(filed.status, 303, filed.text)
    assert.equal(size(), before + 1)
    const shown = await elm.follow(filed)
    assert.match(shown.text, /open for feedback/)
    assert.match(shown.text, /Rogue accounts that can be withstood together: /)
    assert.match((await elm.get('/charter/proposals')).text, /href="\/charter\/propose"/)
  })

  it('says every mistake with its line and column at the text, which stays', async () => {
    const elm = await as('elm')
    const before = size()
    const text = changed('purpose: Helps', 'purpos: Helps').replace('by: steward, unanswered', 'by: stewart, unanswered')
    const answer = await elm.submit(PAGE, CHECK, { 'text-0': text, reason: 'Typed at night' })
    assert.equal(answer.status, 400)
    const summary = /<div class="problem" role="alert"[\s\S]*?<\/div>/.exec(answer.text)?.[0] ?? ''
    assert.ok((summary.match(/<li><a href="#f-text-0">[^<]*:?\d+:\d+ /g)?.length ?? 0) >= 2, summary)
    assert.match(summary, /purpos/)
    assert.match(textOf(answer), /purpos: Helps/)
    assert.match(answer.text, /Typed at night/)
    assert.match(answer.text, /<textarea[^>]*name="text-0"[^>]*aria-invalid="true"/)
    const many = await elm.submit(PAGE, CHECK, { 'text-0': apiCharterText.replaceAll('purpose:', 'purpos:'), reason: 'x' })
    assert.match(many.text, /<a href="#not-done">\d+ more are named above<\/a>/)
    assert.equal(size(), before)
    const mended = await elm.send(answer, CHECK, { 'text-0': changed('purpose: Helps', 'purpose: Helps everywhere') })
    assert.equal(mended.status, 200, mended.text)
  })

  it('takes files in place of the texts, and shows them where something is wrong with them', async () => {
    const elm = await as('elm')
    const send = (text: string | Uint8Array<ArrayBuffer>) => {
      const parts = new FormData()
      for (const [name, value] of Object.entries({ once: `upload-${size()}-${text.length}`.padEnd(24, 'x'), reason: 'From a file' }))
        parts.append(name, value)
      parts.append('name-0', 'charter.yaml')
      parts.append('text-0', apiCharterText)
      parts.append('upload', new File([text], '../folder/charter.yaml'))
      return elm.postParts(CHECK, parts)
    }
    const good = await send(changed('purpose: Helps', 'purpose: Helps from a file'))
    assert.equal(good.status, 200, good.text)
    assert.match(good.text, /Helps from a file/)
    const bad = await send('writ: 1\ntitle: [unclosed\n')
    assert.equal(bad.status, 400)
    assert.match(textOf(bad), /unclosed/)
    assert.match(bad.text, /href="#f-text-0"/)
    assert.equal((await send(new Uint8Array([0xff, 0xfe, 0x00, 0xd8]))).status, 400)
    assert.equal((await send('x'.repeat(1_000_001))).status, 413)
  })

  it('keeps a draft, from which somebody goes on', async () => {
    const elm = await as('elm')
    const text = changed('purpose: Helps', 'purpose: Helps in a draft')
    const preview = await elm.submit(PAGE, CHECK, { 'text-0': text, reason: 'Not ready' })
    const kept = await elm.send(preview, PAGE, { draft: 'yes' })
    assert.equal(kept.status, 303, kept.text)
    const shown = await elm.follow(kept)
    assert.match(shown.text, />\s*draft\s*</)
    const onwards = /href="(\/charter\/propose\?from=\d+)"/.exec(shown.text)?.[1] ?? ''
    assert.match(textOf(await elm.get(onwards)), /Helps in a draft/)
    assert.equal((await elm.get('/charter/propose?from=1')).status, 404)
    const back = await elm.send(preview, `${PAGE}/edit`)
    assert.match(textOf(back), /Helps in a draft/)
  })

  it('is adopted from a day on, and with an override alone where the judgement speaks against it', async () => {
    const elm = await as('elm')
    // nobody but a single steward may take the role of steward: and helpers give it
    const text = changed('purpose: Helps\n', 'purpose: Helps\n    may: [{ change: [steward, helper, scribe, judge] }]\n')
    const preview = await elm.submit(PAGE, CHECK, { 'text-0': text, reason: 'Helpers rule' })
    assert.match(preview.text, /The judgement speaks against it/)
    const place = (await elm.send(preview, PAGE)).location ?? ''
    const [ash, birch] = [await as('ash'), await as('birch')]
    assert.equal((await birch.submit(place, `${place}/vote`, { decision: 'approved', feedback_read: 'yes' })).status, 303)
    const adopt = async (fields: Readonly<Record<string, string>>) => {
      const asked = await ash.submit(place, `${place}/adopt`, { feedback_read: 'yes', reason: 'Agreed', ...fields })
      return asked.location?.startsWith('/confirm') === true ? ash.submit(asked.location, '/confirm') : asked
    }
    const refused = await adopt({})
    assert.equal(refused.status, 422)
    assert.match(refused.text, /name="override"/)
    const past = await adopt({ override: 'yes', from: '2020-01-01' })
    assert.equal(past.status, 422)
    assert.match(past.text, /name="override"[^>]*\schecked/)
    const odd = await adopt({ override: 'yes', from: 'tomorrow' })
    assert.ok([400, 422].includes(odd.status), odd.text)
    assert.match(odd.text, /href="#f-from-adoption"/)
    const done = await adopt({ override: 'yes', from: '2027-01-01' })
    assert.equal(done.status, 303, done.text)
    assert.equal(played.instance.journal.state.charter?.number, 1, 'the one in force stays until then')
    assert.match((await ash.get(place)).text, /<time datetime="2027-01-01T00:00:00/)
  })
})
