/** The right to know what is kept of one: all of it, on a page and as a file, and nothing that is in confidence or another’s. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { catalogue, type EntryType } from '../../src/ledger/catalogue/catalogue.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { openTokenUses } from '../../src/store/sqlite/token-uses.ts'
import { ownEntry } from '../../src/workflow/own-entries.ts'
import type { ApiClient } from '../support/api-client.ts'
import { busyStage, SECRET } from '../support/busy-stage.ts'
import { exampleDraft } from '../support/example-drafts.ts'
import { momentOf } from '../support/outside.ts'
import type { Played } from '../support/played.ts'
import { Visitor } from '../support/visitor.ts'

describe('everything that is kept of one', () => {
  let played: Played
  let client: ApiClient
  before(async () => {
    ;({ played, client } = await busyStage({ tokenUses: openTokenUses(':memory:') }))
    await client.ok('reportConcern', { as: 'cedar', body: { person: 'elm', text: 'CONFIDENTIAL words about elm' } })
    await client.ok('suspend', { as: 'ash', body: { person: 'elm', cause: 'misuse', reason: 'CONFIDENTIAL reason' } })
    // a session that began before would be over
    played.now = (played.now + 60_000) as typeof played.now
  })
  const as = async (handle: string) => {
    const visitor = new Visitor(client.app)
    assert.equal((await visitor.post('/login/demo', { person: handle })).status, 303)
    return visitor
  }
  const fileOf = async (visitor: Visitor) => {
    const answer = await visitor.get('/me/data/export.json')
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="my-data.json"')
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    return { text: answer.text, all: JSON.parse(answer.text) }
  }

  it('is on a page and in a file, both found by links from one’s own page, also while one is suspended', async () => {
    const elm = await as('elm')
    const data = await elm.get('/me/data')
    assert.match((await elm.get('/me')).text, /href="\/me\/data"/)
    assert.match(data.text, /href="\/me\/data\/all"[\s\S]*href="\/me\/data\/export\.json"/)
    const page = await elm.get('/me/data/all')
    assert.equal(page.status, 200)
    const { all } = await fileOf(elm)
    const view = JSON.parse((await elm.get('/me/data/all.json')).text)
    const { entries, ...rest } = all
    assert.deepEqual({ ...rest, made: '' }, { ...view, made: '' })
    assert.ok(entries.length > 3)
    assert.equal(all.ledger.entries, played.instance.journal.size)
    for (const key of ['accounts', 'grants', 'requests', 'facts', 'corrections', 'readings', 'notices', 'sessions'])
      assert.ok(all[key].length > 0, `${key} is empty`)
    assert.ok(page.text.includes(all.id))
  })

  it('has every entry about one or by one with its private fields, and people by their names', async () => {
    const { all, text } = await fileOf(await as('elm'))
    const types = new Set(all.entries.map(({ type }: any) => type))
    for (const type of ['person.registered', 'account.linked', 'request.filed', 'grant.made', 'fact.corrected', 'private.read'])
      assert.ok(types.has(type), type)
    const filed = all.entries.find(({ type }: any) => type === 'request.filed')
    assert.deepEqual([filed.fields.subject, filed.fields.use_case, filed.fields.content], ['elm', SECRET, undefined])
    const read = all.entries.find(({ type }: any) => type === 'private.read')
    assert.deepEqual([read.fields.by, read.fields.subject], ['ash', 'elm'])
    assert.deepEqual(
      text.match(/"(?:subject:)?s-[a-z0-9]{16}"/g)?.filter((id) => id !== `"${all.id}"`) ?? [],
      [],
      'nobody is called by an id but oneself, once',
    )
  })

  it('has nothing of what is looked into in confidence, but one’s own words', async () => {
    const [elm, cedar] = [await fileOf(await as('elm')), await fileOf(await as('cedar'))]
    assert.ok(!elm.text.includes('CONFIDENTIAL'), elm.text)
    assert.ok(!elm.text.includes('"case.'))
    const suspended = elm.all.entries.find(({ type }: any) => type === 'suspension.started')
    assert.ok(suspended !== undefined && !('reason' in suspended.fields) && !('decided_by' in suspended.fields))
    assert.ok(cedar.text.includes('CONFIDENTIAL words about elm'), 'who reported has what they wrote')
    assert.ok(!cedar.text.includes(SECRET) && !cedar.text.includes('CONFIDENTIAL reason'))
    const ash = await fileOf(await as('ash'))
    assert.ok(
      !/[0-9a-f]{64}/.test(
        JSON.stringify({ ...ash.all, ledger: null, entries: ash.all.entries.filter(({ type }: any) => type === 'token.made') }),
      ),
    )
  })

  it('has what follows an entry of one’s own, and nobody else has it', async () => {
    const elm = await as('elm')
    assert.equal((await elm.submit('/me', '/me/suspension', { text: 'I was asleep then' })).status, 303)
    const token = (await client.confirmed('makeToken', { as: 'ash', body: { scopes: ['read'] } })).id
    await client.ok('revokeToken', { as: 'ash', params: { token }, body: { reason: 'No longer used' } })
    const typesOf = async (handle: string) => {
      const { all, text } = await fileOf(await as(handle))
      return { text, types: all.entries.map(({ type }: any) => type) as string[] }
    }
    const own = await typesOf('elm')
    assert.ok(own.types.includes('suspension.heard') && own.text.includes('I was asleep then'))
    const ash = await typesOf('ash')
    assert.ok(ash.types.includes('token.revoked') && ash.text.includes('No longer used'))
    for (const text of ['I was asleep then', 'No longer used']) assert.ok(!(await typesOf('birch')).text.includes(text), text)
    assert.ok(!ash.text.includes('I was asleep then'), 'who suspended somebody has their words in the hearing')
  })

  it('is had by a program too, and so often and no more', async () => {
    const own = await client.ok('getOwnData', { as: 'fir' })
    assert.deepEqual([own.handle, own.entries.length > 0], ['fir', true])
    assert.equal((await client.call('getOwnData')).status, 401)
    let last = await client.call('getOwnData', { as: 'fir' })
    for (let count = 2; count < 21; count += 1) last = await client.call('getOwnData', { as: 'fir' })
    assert.equal(last.status, 429)
    assert.match(last.headers.get('retry-after') ?? '', /^\d+$/)
    const page = await (await as('fir')).get('/me/data/export.json')
    assert.deepEqual([page.status, JSON.parse(page.text).code], [429, 'too-many'])
    assert.equal((await (await as('birch')).get('/me/data/export.json')).status, 200, 'others are counted by themselves')
  })

  it('says of each type of entry whether it is for whom it is about', () => {
    const [me, other] = ['s-aa11bb22cc33dd44', 's-Bb22cc33dd44ee55']
    const types = Object.keys(catalogue) as EntryType[]
    const entryOf = (type: EntryType, person: string) =>
      ({
        ...exampleDraft(type),
        seq: 1,
        at: momentOf('2026-05-03T10:00:00Z'),
        sealed: false,
        origin: undefined,
        person,
      }) as unknown as Entry
    const about = types.filter((type) => ownEntry(entryOf(type, me), me) !== undefined)
    assert.deepEqual(about, [
      'token.made',
      'key.added',
      'data.erased',
      'private.read',
      'notice.sent',
      'person.registered',
      'person.renamed',
      'person.departed',
      'person.returned',
      'account.linked',
      'account.unlinked',
      'fact.used',
      'fact.corrected',
      'statement.made',
      'exception.made',
      'request.filed',
      'grant.made',
      'grant.renewed',
      'grant.ended',
      'grant.ending',
      'grant.paused',
      'grant.resumed',
      'grant.activated',
      'grant.deactivated',
      'grant.reviewed',
      'grant.followed-up',
      'suspension.started',
      'inactivity.noticed',
    ])
    for (const type of types) {
      const fields = JSON.stringify(ownEntry(entryOf(type, me), me)?.fields ?? {})
      assert.ok(!/"(?:evidence|content|secret)":/.test(fields), type)
      if (type.startsWith('case.') && type !== 'case.opened') assert.equal(ownEntry(entryOf(type, other), other), undefined, type)
    }
  })
})
