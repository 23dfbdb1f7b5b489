/** The small parts of the connector that need no server. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instant } from '../../kernel/instant.ts'
import { parseWikiCredentials } from './credentials.ts'
import { kindOfCode, remoteText } from './failure.ts'
import { readRetryAfter } from './http.ts'
import { phpString } from './local-wiki-php.ts'
import { batches, multi } from './multi.ts'
import { minimumReadCalls } from './read.ts'

describe('the credentials of a wiki', () => {
  it('are a bot password or a token', () => {
    assert.deepEqual(parseWikiCredentials('{"user": "WritBot@writ", "password": "p w"}'), {
      ok: true,
      value: { kind: 'password', user: 'WritBot@writ', password: 'p w' },
    })
    assert.deepEqual(parseWikiCredentials(' {"token":"abc.DEF-1"}\n'), { ok: true, value: { kind: 'token', token: 'abc.DEF-1' } })
  })

  it('that are anything else are refused without being shown', () => {
    for (const text of [
      '',
      'secret',
      '{"user":"secret"}',
      '{"user":"a","password":""}',
      '{"token":"secret\\r\\nX: 1"}',
      '{"user":"a","password":"secret","api":"x"}',
      '["secret"]',
      'null',
    ]) {
      const result = parseWikiCredentials(text)
      assert.ok(!result.ok, text)
      assert.doesNotMatch(result.error, /secret/)
    }
  })
})

describe('a list of values', () => {
  it('changes its separator when a value contains it', () => {
    assert.equal(multi(['a', 'b']), 'a|b')
    assert.equal(multi(['a|b', 'c']), '\u001Fa|b\u001Fc')
    assert.equal(multi([]), '')
  })

  it('is cut into batches that lose nothing', () => {
    assert.deepEqual(batches([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]])
    assert.deepEqual(batches([1, 2], 2), [[1, 2]])
    assert.deepEqual(batches([], 2), [])
  })
})

const calls = (members: number, accounts: number, highLimits: boolean, groups = 5) =>
  minimumReadCalls({ members, groups, accounts, highLimits })

describe('the fewest calls of a read', () => {
  it('are the groups, the pages of members and the batches of accounts', () => {
    assert.equal(calls(200, 200, true), 3)
    assert.equal(calls(200, 200, false), 1 + 1 + 4)
    assert.equal(calls(501, 501, false), 1 + 2 + 11)
    assert.equal(calls(0, 0, true), 2)
    assert.equal(calls(0, 0, true, 0), 2, 'where the log stands is asked in any case')
    assert.equal(calls(10_001, 10_001, true), 1 + 3 + 21)
    assert.equal(calls(10, 10, false, 60), 1 + 2 + 1)
  })
})

describe('what a wiki says', () => {
  it('is one harmless line of bounded length', () => {
    assert.equal(remoteText(' a\r\n\tb\u202Ec\u0000d '), 'a b c d')
    assert.equal(remoteText('x'.repeat(500)).length, 300)
  })

  it('is told apart by what cures it', () => {
    assert.equal(kindOfCode('maxlag'), 'busy')
    assert.equal(kindOfCode('mwoauth-invalid-authorization'), 'denied')
    assert.equal(kindOfCode('never-heard-of'), 'refused')
    assert.equal(kindOfCode('constructor'), 'refused')
  })
})

describe('the header Retry-After', () => {
  const clock = { now: () => instant(Date.parse('2026-05-03T10:00:00Z')) }
  it('is seconds or a date', () => {
    assert.equal(readRetryAfter('5', clock), 5000)
    assert.equal(readRetryAfter('Sun, 03 May 2026 10:00:30 GMT', clock), 30_000)
    assert.equal(readRetryAfter('Sun, 03 May 2026 09:00:00 GMT', clock), 0)
    assert.equal(readRetryAfter('soon', clock), undefined)
    assert.equal(readRetryAfter(null, clock), undefined)
  })
})

describe('a text in PHP', () => {
  it('cannot leave its quotes', () => {
    assert.equal(phpString(`a'b\\c$d`), String.raw`'a\'b\\c$d'`)
  })
})
