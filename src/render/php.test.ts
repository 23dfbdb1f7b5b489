import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { hostileTexts, loneSurrogates } from '../../test/support/hostile-texts.ts'
import { readPhpStrings } from '../../test/support/php-reader.ts'
import { phpComment, phpFromJson, phpString, phpValue, phpVariable } from './php.ts'

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "'",
      '"',
      '\\',
      '$',
      '{',
      '}',
      '?>',
      '<?php',
      '*/',
      '//',
      '#',
      '\n',
      '\r',
      '\0',
      '\u202e',
      '\u2028',
      '\u{41}',
      'u{41}',
      '\\u{41}',
      '.',
    ),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
  maxLength: 30,
})

describe('text in PHP', () => {
  it('stands in single quotes when everybody can see all of it', () => {
    assert.equal(phpString('Editor'), "'Editor'")
    assert.equal(phpString(String.raw`O'Hara \ $x`), String.raw`'O\'Hara \\ $x'`)
  })

  it('shows what nobody would see', () => {
    assert.equal(phpString('a\u202Eb$c"\\'), String.raw`"a\u{202E}b\$c\"\\"`)
    assert.equal(phpString('two\nlines'), String.raw`"two\u{A}lines"`)
  })

  it('never breaks out of its literal, and reads back as it was', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        assert.deepEqual(readPhpStrings(`x = ${phpString(text)};`), [text])
      }),
      { numRuns: counts({ floor: 500, ci: 2000, deep: 50_000 }) },
    )
    for (const text of hostileTexts) assert.deepEqual(readPhpStrings(phpString(text)), [text])
  })

  it('refuses half a character', () => {
    for (const text of loneSurrogates) assert.throws(() => phpString(text), TypeError)
  })
})

describe('a comment in PHP', () => {
  it('is one line that neither ends the comment nor PHP itself', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const comment = phpComment(text)
        assert.ok(comment.startsWith('//'))
        assert.doesNotMatch(comment, /\?>|\*\/|\p{Cc}|\p{Zl}|\p{Zp}|[\u202a-\u202e\u2066-\u2069]/u)
      }),
      { numRuns: counts({ floor: 500, ci: 2000, deep: 50_000 }) },
    )
    assert.equal(phpComment('???>>'), '// ??? >>')
  })
})

describe('values in PHP', () => {
  it('are written on one line where they fit', () => {
    assert.equal(phpValue(['&', [{ kind: 'constant', name: 'APCOND_EDITCOUNT' }, 90]]), "[ '&', [ APCOND_EDITCOUNT, 90 ] ]")
    assert.equal(phpValue(phpFromJson({ a: [true, null, -0, 1.5], b: {} })), "[ 'a' => [ true, null, 0, 1.5 ], 'b' => [] ]")
    assert.match(phpValue(Array.from({ length: 30 }, (_, index) => `group ${index}`)), /^\[\n\t'group 0',\n/)
  })

  it('refuse numbers that PHP has no word for, and names that are none', () => {
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => phpValue(number), TypeError)
    assert.throws(() => phpValue({ kind: 'constant', name: 'A; die()' }), TypeError)
    assert.throws(() => phpVariable('a b'), TypeError)
  })
})
