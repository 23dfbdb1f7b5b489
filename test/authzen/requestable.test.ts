/** A refusal that says what to ask for: asked, decided, and asked again. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'

describe('a refusal that a request would change', () => {
  it('names the role and where to ask for it; what is asked for there and granted turns it to a yes', async () => {
    const { instance } = await apiStage()
    const client = await apiClient(instance)
    const authorization = `Bearer ${await client.tokenOf('ash', ['evaluate'])}`
    const ask = async (id: string, right = 'delete') => {
      const body = { subject: { type: 'user', id }, action: { name: right }, resource: { type: 'wiki', id: 'Main Page' } }
      const answer = await client.app.request('/access/v1/evaluation', {
        method: 'POST',
        headers: { 'content-type': 'application/json', host: 'rights.example', authorization },
        body: JSON.stringify(body),
      })
      assert.equal(answer.status, 200)
      return (await answer.json()) as { readonly decision: boolean; readonly context: Record<string, any> }
    }
    const refused = await ask('cedar')
    assert.equal(refused.decision, false)
    const { access_request: requestable, evaluation_id: evaluation, evaluated_at: at } = refused.context
    assert.match(evaluation, /^[\w-]{22}$/)
    assert.equal((await ask('cedar')).context['evaluation_id'], evaluation, 'the same question on the same ledger')
    assert.notEqual((await ask('elm')).context['evaluation_id'], evaluation)
    assert.equal(new URL(requestable.endpoint).pathname, '/api/v1/requests')
    assert.equal(new URL(requestable.form_url).pathname, '/request/helper')
    assert.equal(new URL(requestable.request_schema_url).pathname, '/api/v1/openapi.json')
    assert.equal(Date.parse(requestable.expires_at) - Date.parse(at), 600_000)
    assert.equal(requestable.template, 'helper', 'of the roles that would do, one that can be asked for')

    const filed = await client.ok(
      'fileRequest',
      {
        as: 'cedar',
        body: { role: requestable.template, useCase: 'Keeps the files in order', states: ['good-faith'] },
      },
      202,
    )
    const [{ request }] = filed.requests
    assert.equal((await ask('cedar')).decision, false, 'asking gives nothing')
    await client.ok('decideRequest', { as: 'ash', params: { request }, body: { decision: 'approved' } })
    const allowed = await ask('cedar')
    assert.equal(allowed.decision, true)
    assert.equal(allowed.context['access_request'], undefined)
  })

  it('says nothing of the kind where no role would help, to visitors, and in a broken question', async () => {
    const { instance } = await apiStage()
    const client = await apiClient(instance)
    const authorization = `Bearer ${await client.tokenOf('ash', ['evaluate'])}`
    const ask = async (body: object) => {
      const answer = await client.app.request('/access/v1/evaluation', {
        method: 'POST',
        headers: { 'content-type': 'application/json', host: 'rights.example', authorization },
        body: JSON.stringify(body),
      })
      return ((await answer.json()) as { readonly context: Record<string, unknown> }).context
    }
    const page = { type: 'wiki', id: 'Main Page' }
    for (const body of [
      { subject: { type: 'user', id: 'cedar' }, action: { name: 'fly' }, resource: page },
      { subject: { type: 'anonymous', id: 'x' }, action: { name: 'delete' }, resource: page },
      { subject: { type: 'user', id: 'cedar' }, action: { name: 'delete' }, resource: { type: 'nothing', id: 'x' } },
    ]) {
      const context = await ask(body)
      assert.deepEqual([context['access_request'], context['evaluation_id']], [undefined, undefined], JSON.stringify(body))
    }
  })
})
