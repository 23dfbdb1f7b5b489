/** An answer says which entries it rests on, and rests on those that the caller knows of: measured where the caller stands. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { recordServer } from './records.ts'

const asked = (context?: object) => ({
  subject: { type: 'user', id: 'bob' },
  action: { name: 'write' },
  resource: { type: 'record', id: 'record-1' },
  ...(context === undefined ? {} : { context }),
})

describe('the revision of an answer', () => {
  it('reflects every change that was acknowledged before the question, each time', async () => {
    await using server = await recordServer()
    const authorization = { authorization: `Bearer ${await server.token('evaluate,search')}` }
    const ask = async (context?: object) => (await server.post('/access/v1/evaluation', asked(context), authorization)).value
    let { ledger } = (await ask()).context.revision
    for (const [verb, expected] of [
      ['grant', true],
      ['remove', false],
      ['grant', true],
      ['remove', false],
    ] as const) {
      await server.writ(verb, '--role', 'clerk', '--person', 'bob', '--by', 'kestrel')
      const { decision, context } = await ask({ min_rev: ledger + 1 })
      assert.equal(decision, expected)
      assert.ok(context.revision.ledger > ledger)
      ledger = context.revision.ledger
    }
    const searched = await server.post('/access/v1/search/action', { subject: asked().subject, resource: asked().resource }, authorization)
    assert.equal(searched.value.context.revision.ledger, ledger)
  })

  it('outlives the server: what was acknowledged before or between is in the first answer of the next one', async () => {
    await using server = await recordServer()
    const authorization = { authorization: `Bearer ${await server.token('evaluate')}` }
    const ask = async (context?: object) => (await server.post('/access/v1/evaluation', asked(context), authorization)).value
    await server.writ('grant', '--role', 'clerk', '--person', 'bob', '--by', 'kestrel')
    const before = await ask()
    await server.restart(() => Promise.resolve())
    const same = await ask({ min_rev: before.context.revision.ledger })
    assert.deepEqual([same.decision, same.context.revision], [true, before.context.revision])
    await server.restart(() => server.writ('remove', '--role', 'clerk', '--person', 'bob', '--by', 'kestrel'))
    const after = await ask({ min_rev: before.context.revision.ledger + 1 })
    assert.equal(after.decision, false)
    assert.ok(after.context.revision.ledger > before.context.revision.ledger)
  })

  it('is what any member of a batch asks for', async () => {
    await using server = await recordServer()
    const authorization = { authorization: `Bearer ${await server.token('evaluate')}` }
    const batch = async (evaluations: readonly unknown[], context?: object) =>
      server.post('/access/v1/evaluations', { ...asked(context), evaluations }, authorization)
    const { ledger } = (await batch([{}])).value.evaluations[0].context.revision
    const waiting = batch([{}, { context: { min_rev: ledger + 1 } }], { min_rev: ledger })
    await server.writ('grant', '--role', 'clerk', '--person', 'bob', '--by', 'kestrel')
    assert.deepEqual(
      (await waiting).value.evaluations.map(({ decision }: { decision: boolean }) => decision),
      [true, true],
    )
    assert.equal((await batch([{ context: { min_rev: ledger + 1000 } }])).status, 503)
    const broken = await batch([{ context: { min_rev: 'now' } }, {}])
    assert.deepEqual(
      broken.value.evaluations.map(({ decision, context }: any) => [decision, context.because[0].code]),
      [
        [false, 'bad-question'],
        [true, 'given'],
      ],
    )
  })

  it('waits for entries that are on their way, and says so where they do not come', async () => {
    await using server = await recordServer()
    const authorization = { authorization: `Bearer ${await server.token('evaluate,search')}` }
    const { ledger } = (await server.post('/access/v1/evaluation', asked(), authorization)).value.context.revision
    const waiting = server.post('/access/v1/evaluations', { ...asked({ min_rev: ledger + 1 }), evaluations: [{}] }, authorization)
    await server.writ('grant', '--role', 'clerk', '--person', 'bob', '--by', 'kestrel')
    const { evaluations } = (await waiting).value
    assert.equal(evaluations[0].decision, true)
    const never = await server.post('/access/v1/evaluation', asked({ min_rev: ledger + 1000 }), authorization)
    assert.deepEqual([never.status, never.value.code], [503, 'not-yet'])
    for (const wrong of ['1', -1, 1.5, null])
      assert.equal(
        (await server.post('/access/v1/evaluation', asked({ min_rev: wrong }), authorization)).status,
        wrong === null ? 200 : 400,
        String(wrong),
      )
  })
})
