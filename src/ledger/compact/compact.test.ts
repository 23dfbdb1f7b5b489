import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../../test/counts.ts'
import { BytesReader, BytesWriter, type Part } from './bytes.ts'
import { Column } from './column.ts'
import { Slots } from './slots.ts'
import { StringPool } from './string-pool.ts'

const numRuns = counts({ floor: 60, ci: 200, deep: 2000 })

function copyOf<T extends Part>(part: T, empty: T): T {
  const writer = new BytesWriter()
  part.save(writer)
  empty.restore(new BytesReader(writer.finish(0), 0))
  return empty
}

const whole = fc.oneof(
  fc.nat({ max: 3 }),
  fc.nat({ max: 300 }),
  fc.nat(),
  fc.maxSafeInteger(),
  fc.integer({ min: 1_770_000_000_000, max: 1_800_000_000_000 }),
  fc.integer({ min: -90_000_000, max: 0 }),
)

describe('a column', () => {
  it('holds what a plain list holds, whatever is pushed, set and saved', () => {
    const set = fc.record({ at: fc.nat(), value: whole })
    fc.assert(
      fc.property(
        fc.array(whole, { minLength: 1, maxLength: 9000, size: 'max' }),
        fc.array(set, { maxLength: 40, size: 'max' }),
        (values, sets) => {
          const column = new Column()
          for (const value of values) column.push(value)
          const plain = [...values]
          for (const { at, value } of sets) {
            column.set(at % plain.length, value)
            plain[at % plain.length] = value
          }
          const copy = copyOf(column, new Column())
          column.push(7)
          copy.push(7)
          plain.push(7)
          assert.deepEqual(
            plain.map((_, index) => column.get(index)),
            plain,
          )
          assert.deepEqual(
            plain.map((_, index) => copy.get(index)),
            plain,
          )
        },
      ),
      { numRuns: Math.ceil(numRuns / 4) },
    )
  })

  it('spends nothing on equal numbers and little on near ones', () => {
    const bytesOf = (value: (index: number) => number) => {
      const column = new Column()
      for (let index = 0; index < 40_960; index += 1) column.push(value(index))
      return column.bytes / 40_960
    }
    assert.equal(
      bytesOf(() => 1_790_000_000_000),
      0,
    )
    assert.equal(
      bytesOf((index) => index % 100),
      1,
    )
    assert.equal(
      bytesOf((index) => 5_000_000 + 3 * index),
      2,
    )
    assert.equal(
      bytesOf((index) => 1_790_000_000_000 + 37 * index),
      4,
    )
  })

  it('pays for an outlier with one page', () => {
    const column = new Column()
    for (let index = 0; index < 40_960; index += 1) column.push(index === 10_000 ? 1_790_000_000_000 : 0)
    assert.equal(column.bytes, 4096 * 8)
  })
})

describe('a pool of texts', () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 400, size: 'max' })), {
    size: '+1',
  })

  it('gives every text one number and the text back, also after saving', () => {
    fc.assert(
      fc.property(texts, (added) => {
        const pool = new StringPool()
        const numbers = added.map((text) => pool.intern(text))
        assert.equal(new Set(numbers).size, new Set(added).size)
        for (const one of [pool, copyOf(pool, new StringPool())]) {
          assert.deepEqual(
            numbers.map((number) => one.get(number)),
            added,
          )
          assert.deepEqual(
            added.map((text) => one.find(text)),
            numbers,
          )
          assert.equal(one.find(`${added.join('')}!`), -1)
          assert.equal(one.intern('one more, after saving'), new Set(added).size)
        }
      }),
      { numRuns },
    )
  })

  it('keeps texts of every length around its limits, and half characters', () => {
    const pool = new StringPool()
    const lengths = [0, 1, 254, 255, 256, 65_000, 65_531, 65_532, 65_533, 65_536, 70_000, 200_000]
    const added = [...lengths.map((length) => 'x'.repeat(length)), '\ud800', '\udc00x', '日'.repeat(30_000), '😀']
    const numbers = added.map((text) => pool.intern(text))
    for (const one of [pool, copyOf(pool, new StringPool())])
      added.forEach((text, index) => assert.ok(one.get(numbers[index] as number) === text, `length ${text.length}`))
  })

  it('finds each of many', () => {
    const pool = new StringPool()
    for (let index = 0; index < 20_000; index += 1) assert.equal(pool.intern(`name ${index}`), index)
    for (let index = 0; index < 20_000; index += 97) assert.equal(pool.find(`name ${index}`), index)
    assert.equal(pool.find('name 20000'), -1)
    assert.equal(pool.get(19_999), 'name 19999')
  })
})

describe('a hash table', () => {
  it('tells numbers apart that share a hash', () => {
    const slots = new Slots()
    const same = () => 5
    for (let value = 0; value < 100; value += 1) slots.add(5, value, same)
    for (let value = 0; value < 100; value += 1)
      assert.equal(
        slots.find(5, (other) => other === value),
        value,
      )
    assert.equal(
      slots.find(5, () => false),
      -1,
    )
  })
})
