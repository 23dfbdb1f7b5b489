/** Behind a proxy each sender is counted by themselves, and nobody gets a new count by claiming to be somebody else. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { trustedProxies } from '../../src/server/client-address.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient, type ApiClient } from '../support/api-client.ts'
import { apiStage } from '../support/api-stage.ts'
import type { Played } from '../support/played.ts'

describe('behind a proxy', () => {
  let played: Played
  let client: ApiClient
  beforeEach(async () => {
    played = await apiStage()
    client = await serve(['127.0.0.1'])
  })

  const serve = (networks: readonly string[]) =>
    apiClient(played.instance, { sessions: openSessions(':memory:'), loopback: true, proxies: trustedProxies(networks) })
  /** The status of a request with a token that is none, from a connection, as it was handed on. */
  async function tried(from: string, forwarded: string | undefined): Promise<number> {
    const headers = {
      host: 'rights.example',
      authorization: 'Bearer writ_none_none',
      ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    }
    const env = { incoming: { socket: { remoteAddress: from } } }
    return (await client.app.request('https://rights.example/api/v1/me', { headers }, env)).status
  }
  async function many(from: string, forwarded: (count: number) => string | undefined): Promise<number> {
    let status = 0
    for (let count = 0; count < 31; count += 1) status = await tried(from, forwarded(count))
    return status
  }

  it('one who tries too often keeps nobody else from trying', async () => {
    assert.equal(await many('127.0.0.1', () => '203.0.113.7'), 429)
    assert.equal(await tried('127.0.0.1', '203.0.113.8'), 401)
    assert.equal(await tried('127.0.0.1', '203.0.113.7'), 429)
  })

  it('nobody gets on by naming another address each time', async () => {
    assert.equal(await many('127.0.0.1', (count) => `10.0.0.${count}, 203.0.113.7`), 429)
    assert.equal(
      await many('198.51.100.9', (count) => `203.0.113.${count}`),
      429,
      'who is no trusted proxy is counted by their own connection',
    )
    assert.equal(await tried('198.51.100.10', '198.51.100.9'), 401, 'and makes nobody else count')
    client = await serve([])
    assert.equal(await many('127.0.0.1', (count) => `203.0.113.${count}`), 429, 'where none is trusted')
  })

  it('whoever comes through one is not on this machine', async () => {
    const become = (headers: Readonly<Record<string, string>>) =>
      client.app.request(
        'https://rights.example/login/demo',
        {
          method: 'POST',
          headers: {
            host: 'rights.example',
            'content-type': 'application/x-www-form-urlencoded',
            'sec-fetch-site': 'same-origin',
            ...headers,
          },
          body: 'person=ash',
        },
        { incoming: { socket: { remoteAddress: '127.0.0.1' } } },
      )
    assert.equal((await become({})).status, 303)
    for (const name of ['x-forwarded-for', 'forwarded', 'via']) assert.notEqual((await become({ [name]: '203.0.113.7' })).status, 303, name)
  })
})
