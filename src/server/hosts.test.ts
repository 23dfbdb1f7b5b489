import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hostsOf, isLoopback, urlOf } from './hosts.ts'

const names = (host: string, port: number, url?: string) => [...hostsOf({ host, url }, port)].toSorted()

describe('the names a server answers to', () => {
  it('are where it listens and this machine, with the port', () => {
    assert.deepEqual(names('127.0.0.1', 8420), ['127.0.0.1:8420', 'localhost:8420'])
    assert.deepEqual(names('::1', 8420), ['[::1]:8420', 'localhost:8420'])
  })

  it('need no port where it is the one of HTTP', () => {
    assert.deepEqual(names('127.0.0.1', 80), ['127.0.0.1', '127.0.0.1:80', 'localhost', 'localhost:80'])
  })

  it('are its public address too, in lower case, without the port that its scheme implies', () => {
    assert.ok(names('127.0.0.1', 8420, 'https://Rights.Example:443/x').includes('rights.example'))
    assert.ok(names('127.0.0.1', 8420, 'http://rights.example:8080').includes('rights.example:8080'))
  })
})

describe('an address', () => {
  it('puts an IPv6 host into brackets', () => {
    assert.equal(urlOf('::1', 1), 'http://[::1]:1')
    assert.equal(urlOf('127.0.0.1', 8420), 'http://127.0.0.1:8420')
  })

  it('is of this machine only if nobody else can reach it', () => {
    for (const host of ['localhost', '::1', '127.0.0.1', '127.1.2.3']) assert.ok(isLoopback(host), host)
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org', '127.0.0.1.example.org', '1127.0.0.1'])
      assert.ok(!isLoopback(host), host)
  })
})
