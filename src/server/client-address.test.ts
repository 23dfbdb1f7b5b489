/** Who sent a request, where proxies stand between. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Hono } from 'hono'
import { isNetwork } from '../config/networks.ts'
import { clientAddress, isHandedOn, trustedProxies } from './client-address.ts'

/** What is made of a connection from `from` with these headers. */
async function seen(from: string | undefined, forwarded: string | undefined, trusted?: readonly string[]): Promise<string> {
  const app = new Hono()
  app.get('/', (context) => context.text(clientAddress(context, trusted === undefined ? undefined : trustedProxies(trusted))))
  const env = from === undefined ? {} : { incoming: { socket: { remoteAddress: from } } }
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, env)).text()
}

describe('the address that a request came from', () => {
  const proxies = ['127.0.0.1', '::1', '10.0.0.0/8', '2001:db8:f::/48']
  for (const [what, from, forwarded, trusted, expected] of [
    ['is that of the connection where no proxy is trusted', '127.0.0.1', '203.0.113.7', undefined, '127.0.0.1'],
    ['is that of the connection where none of the trusted ones is it', '198.51.100.9', '203.0.113.7', proxies, '198.51.100.9'],
    ['is what a trusted proxy says', '127.0.0.1', '203.0.113.7', proxies, '203.0.113.7'],
    ['is not what the sender told the proxy', '127.0.0.1', '1.2.3.4, 203.0.113.7', proxies, '203.0.113.7'],
    ['is not what the sender told it in many words', '127.0.0.1', `${'10.0.0.1,'.repeat(300)} 203.0.113.7`, proxies, '203.0.113.7'],
    ['is found behind several proxies', '127.0.0.1', '6.6.6.6, 203.0.113.7, 10.1.2.3, 10.9.9.9', proxies, '203.0.113.7'],
    ['is not believed of a stranger among them', '127.0.0.1', '203.0.113.7, 198.51.100.9, 10.1.2.3', proxies, '198.51.100.9'],
    ['is that of the last trusted one where what it says is no address', '127.0.0.1', '203.0.113.7, unknown', proxies, '127.0.0.1'],
    ['is that of the last trusted one where it says nothing', '127.0.0.1', undefined, proxies, '127.0.0.1'],
    ['is the leftmost where all are trusted', '127.0.0.1', '10.1.1.1, 10.2.2.2', proxies, '10.1.1.1'],
    ['may be one of IPv6', '::1', '2001:db8:1::7', proxies, '2001:db8:1::7'],
    ['may come over another one of IPv6', '2001:db8:f:3::2', '2001:db8:1::7', proxies, '2001:db8:1::7'],
    ['may be one of IPv4 that came over IPv6', '::ffff:127.0.0.1', '::ffff:203.0.113.7', proxies, '203.0.113.7'],
    ['may have a port', '127.0.0.1', '203.0.113.7:4711', proxies, '203.0.113.7'],
    ['may have a port after one of IPv6', '127.0.0.1', '[2001:db8:1::7]:4711', proxies, '2001:db8:1::7'],
    ['is no script', '127.0.0.1', '<script>', proxies, '127.0.0.1'],
    ['is unknown where there is no connection', undefined, '203.0.113.7', proxies, 'unknown'],
  ] as const)
    it(what, async () => assert.equal(await seen(from, forwarded, trusted), expected))

  it('is known to have been handed on where anything says so', async () => {
    const app = new Hono()
    app.get('/', (context) => context.text(String(isHandedOn(context))))
    for (const [header, handedOn] of [
      ['x-forwarded-for', 'true'],
      ['forwarded', 'true'],
      ['via', 'true'],
      ['accept', 'false'],
    ] as const)
      assert.equal(await (await app.request('/', { headers: { [header]: 'x' } })).text(), handedOn)
  })
})

describe('a network of the settings', () => {
  it('is an address, or a block of them', () => {
    for (const good of ['127.0.0.1', '10.0.0.0/8', '0.0.0.0/0', '::1', '2001:db8::/32', 'fe80::/128']) assert.ok(isNetwork(good), good)
    for (const bad of ['', 'proxy.example', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', '10.0.0.0/', '::/129', '10.0.0.0/-1', '10.0.0.0/8 '])
      assert.ok(!isNetwork(bad), bad)
  })
})
