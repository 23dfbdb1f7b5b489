/** Whom the decision point tells what: a yes or no can tell of a suspension, so it rests on what its caller may know. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { systemOutside } from '../../src/config/outside.ts'
import { draft } from '../../src/ledger/entry.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { recordServer, type RecordServer } from './records.ts'

const asked = { subject: { type: 'user', id: 'alice' }, action: { name: 'write' }, resource: { type: 'record', id: 'record-1' } }
const readers = { subject: { type: 'user' }, action: { name: 'read' }, resource: { type: 'record', id: 'record-1' } }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('what the decision point tells', () => {
  let server: RecordServer
  let [keeper, clerk] = ['', '']
  before(async () => {
    server = await recordServer()
    keeper = await server.token('evaluate,search')
    clerk = await server.token('evaluate,search', 'bob')
  })
  after(() => server[Symbol.asyncDispose]())

  const decision = async (headers: Readonly<Record<string, string>>) => (await server.post('/access/v1/evaluation', asked, headers)).value

  it('is of what is public to who has no token, and to who may not read private data', async () => {
    assert.deepEqual([(await decision({})).decision, (await decision({})).context.basis], [true, 'public'])
    assert.deepEqual([(await decision(bearer(clerk))).decision, (await decision(bearer(clerk))).context.basis], [true, 'public'])
    assert.deepEqual([(await decision(bearer(keeper))).decision, (await decision(bearer(keeper))).context.basis], [true, 'everything'])
  })

  it('shows a suspension to nobody else', async () => {
    const before = [await decision({}), await decision(bearer(clerk))]
    await suspend(server, 'alice')
    const hidden = [await decision({}), await decision(bearer(clerk))]
    const known = await decision(bearer(keeper))
    assert.equal(known.decision, false)
    const plain = (answers: any[]) => answers.map(({ context: { revision: _revision, ...rest }, ...answer }) => ({ ...answer, rest }))
    assert.deepEqual(plain(hidden), plain(before))
    const listed = async (token: string) =>
      (await server.post('/access/v1/search/subject', { ...readers, action: { name: 'write' } }, bearer(token))).value
    assert.deepEqual(
      (await listed(clerk)).results.map(({ id }: { id: string }) => id),
      ['alice', 'kestrel'],
    )
    assert.deepEqual(
      (await listed(keeper)).results.map(({ id }: { id: string }) => id),
      ['kestrel'],
    )
  })

  it('lists people only to who has a token for that', async () => {
    const search = (headers: Readonly<Record<string, string>>) => server.post('/access/v1/search/subject', readers, headers)
    const nobody = await search({})
    assert.deepEqual([nobody.status, nobody.value.code], [401, 'not-logged-in'])
    assert.match(nobody.headers.get('www-authenticate') ?? '', /^Bearer/)
    const other = await search(bearer(await server.token('evaluate')))
    assert.deepEqual([other.status, other.value.code], [403, 'not-allowed'])
    assert.equal((await server.post('/access/v1/evaluation', asked, bearer(await server.token('search')))).status, 403)
    assert.equal((await server.post('/access/v1/evaluation', asked, bearer(await server.token('grant')))).status, 403)
  })

  it('is nothing to a token that is no longer valid', async () => {
    const token = await server.token('evaluate,search')
    assert.equal((await decision(bearer(token))).decision, false)
    await server.writ('token', 'revoke', token.split('_')[1] ?? '')
    for (const text of [token, `${token}x`, 'writ_00000000_', '', 'Basic YTpi']) {
      const answer = await server.post('/access/v1/evaluation', asked, {
        authorization: text.startsWith('Basic') ? text : `Bearer ${text}`,
      })
      assert.deepEqual([answer.status, answer.value.code], [401, 'not-logged-in'], text)
    }
  })
})

async function suspend(server: RecordServer, handle: string): Promise<void> {
  const store = openSqliteStore(`${server.data}/writ.sqlite`)
  const journal = await openJournal({ store, outside: systemOutside() })
  const subject = journal.state.personByHandle(handle)?.subject ?? assert.fail()
  const started = draft('suspension.started', { subject, cause: 'misuse', reason: 'x', clause: 'suspension', decided_by: [] })
  await journal.command('suspend', { channel: 'cli', identity: 'operator:tester' }, () => ({ drafts: [started], answer: null }))
  await journal.close()
  await store.close()
}
