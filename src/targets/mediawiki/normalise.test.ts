import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../../test/counts.ts'
import { normaliseUserName } from './normalise.ts'

describe('the canonical form of a user name', () => {
  it('is what MediaWiki makes of it', () => {
    const cases: Readonly<Record<string, string>> = {
      ada: 'Ada',
      ada_lovelace: 'Ada lovelace',
      '  ada   lovelace_ ': 'Ada lovelace',
      'Zoe\u0308': 'Zo\u00EB',
      éva: 'Éva',
      пётр: 'Пётр',
      ßeta: 'ßeta',
      ﬁne: 'ﬁne',
      '\u200EAda\u202E': 'Ada',
      𐐨x: '𐐀x',
      'a\u3000b': 'A b',
    }
    for (const [name, canonical] of Object.entries(cases)) assert.equal(normaliseUserName(name), canonical, JSON.stringify(name))
  })

  it('does not exist for what no account can be called', () => {
    for (const name of [
      '',
      ' ',
      '_',
      'a|b',
      'a#b',
      '<b>',
      '[x]',
      '{x}',
      'a/b',
      'a\u0000b',
      'a\nb',
      '\uD800',
      'x'.repeat(256),
      'é'.repeat(128),
      '\u200E',
    ])
      assert.equal(normaliseUserName(name), undefined, JSON.stringify(name.slice(0, 9)))
  })

  it('is its own canonical form, and can stand in a list of values', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const canonical = normaliseUserName(name)
        if (canonical === undefined) return
        assert.equal(normaliseUserName(canonical), canonical)
        assert.doesNotMatch(canonical, /[|\p{Cc}]/u)
      }),
      { numRuns: counts({ floor: 300, ci: 1000, deep: 20_000 }) },
    )
  })
})
