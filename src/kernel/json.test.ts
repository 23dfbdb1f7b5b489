import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { canonicalJson, type Json } from './json.ts'

describe('canonical JSON', () => {
  it('writes the example of RFC 8785 section 3.2.2 as section 3.2.3 has it', () => {
    const example = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`) as Json
    assert.equal(
      canonicalJson(example),
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it('sorts names by UTF-16 code units, as the example of section 3.2.3 does', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    assert.equal(
      canonicalJson(names),
      `{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}`,
      'a surrogate pair stands before U+FB33, though its character is larger',
    )
  })

  it('writes the numbers of RFC 8785 appendix B as given there', () => {
    const numbers: readonly (readonly [string, string])[] = [
      ['0000000000000000', '0'],
      ['8000000000000000', '0'],
      ['0000000000000001', '5e-324'],
      ['8000000000000001', '-5e-324'],
      ['7fefffffffffffff', '1.7976931348623157e+308'],
      ['4340000000000000', '9007199254740992'],
      ['4430000000000000', '295147905179352830000'],
      ['44b52d02c7e14af5', '9.999999999999997e+22'],
      ['44b52d02c7e14af6', '1e+23'],
      ['44b52d02c7e14af7', '1.0000000000000001e+23'],
      ['444b1ae4d6e2ef4e', '999999999999999700000'],
      ['444b1ae4d6e2ef50', '1e+21'],
      ['3eb0c6f7a0b5ed8d', '0.000001'],
      ['41b3de4355555555', '333333333.3333333'],
      ['becbf647612f3696', '-0.0000033333333333333333'],
      ['43143ff3c1cb0959', '1424953923781206.2'],
    ]
    for (const [bits, text] of numbers) assert.equal(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE()), text)
  })

  it('refuses what has no canonical form', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 'a\udc00', ['\ud800'], { a: { b: Number.NaN } }, { '\ud800': 1 }])
      assert.throws(() => canonicalJson(wrong), TypeError)
  })

  it('is the same whatever the order of the names, and reads back as what was written', () => {
    const shuffled = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).chain((value) => fc.tuple(fc.constant(value), fc.integer()))
    fc.assert(
      fc.property(shuffled, ([value, turn]) => {
        const text = canonicalJson(value as Json)
        assert.equal(canonicalJson(turned(value, turn) as Json), text)
        // JSON has no negative zero
        assert.equal(JSON.stringify(JSON.parse(text)), JSON.stringify(JSON.parse(canonicalJson(JSON.parse(text) as Json))))
        assert.equal(canonicalJson(JSON.parse(text) as Json), text)
      }),
      { numRuns: counts({ floor: 300, ci: 1000, deep: 20_000 }) },
    )
  })

  it('keeps a name that means something to JavaScript', () => {
    const odd = JSON.parse('{"__proto__":1,"constructor":2}') as Json
    assert.equal(canonicalJson(odd), '{"__proto__":1,"constructor":2}')
  })
})

/** The same value with the names of its maps in another order. */
function turned(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((item) => turned(item, turn))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const by = entries.length === 0 ? 0 : Math.abs(turn) % entries.length
  return Object.fromEntries([...entries.slice(by), ...entries.slice(0, by)].toReversed().map(([name, item]) => [name, turned(item, turn)]))
}
