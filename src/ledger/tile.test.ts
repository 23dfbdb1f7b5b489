import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isTileWithin, parseTile, rangesOfTile, tilePath } from './tile.ts'

describe('the address of a tile', () => {
  it('is written as the specification says', () => {
    assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), '0/x001/x234/067')
    assert.equal(tilePath({ level: 2, index: 0, width: 1 }), '2/000.p/1')
    for (const path of ['0/000', '0/999.p/255', '63/000', '1/x001/000', '0/x001/x234/067.p/7']) {
      const tile = parseTile(path)
      assert.ok(tile !== undefined, path)
      assert.equal(tilePath(tile), path)
    }
  })

  it('has one form', () => {
    for (const wrong of [
      '',
      '0',
      '0/0',
      '0/00',
      '00/000',
      '64/000',
      '-1/000',
      '0/x000/001',
      '0/001/002',
      '0/x001',
      '0/001.p/0',
      '0/001.p/256',
      '0/001.p/07',
      '0/001.p/',
      '0/001/',
      'entries/000',
      `0/${'x999/'.repeat(6)}999`,
    ])
      assert.equal(parseTile(wrong), undefined, wrong)
  })
})

describe('the last tile of a level', () => {
  it('is as wide as what is left, at every size where that changes', () => {
    for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537])
      for (const level of [0, 1, 2]) {
        const hashes = Math.floor(size / 256 ** level)
        const [full, rest] = [Math.floor(hashes / 256), hashes % 256]
        const isThere = (index: number, width: number) => isTileWithin({ level, index, width }, size)
        assert.equal(full > 0 && !isThere(full - 1, 256), false, `${size}: the last full tile of level ${level}`)
        assert.equal(isThere(full, 256), false, `${size}: no other full tile of level ${level}`)
        assert.equal(rest > 0 && !isThere(full, rest), false, `${size}: the partial tile of level ${level}`)
        assert.equal(isThere(full, rest + 1), false, `${size}: no wider one of level ${level}`)
      }
  })
})

describe('the tiles of a tree of 70000 leaves', () => {
  // the example of the specification
  const within = (path: string) => {
    const tile = parseTile(path)
    return tile !== undefined && isTileWithin(tile, 70_000)
  }

  it('are 273 full ones and one of 112 hashes, one and one of 17, and one of one', () => {
    for (const path of ['0/000', '0/272', '0/273.p/112', '0/273.p/1', '1/000', '1/001.p/17', '2/000.p/1']) assert.ok(within(path), path)
    for (const path of ['0/273', '0/273.p/113', '0/274.p/1', '1/001', '1/001.p/18', '2/000', '2/000.p/2', '3/000.p/1', '63/000.p/1'])
      assert.ok(!within(path), path)
  })

  it('hold the roots over whole tiles below', () => {
    assert.deepEqual(rangesOfTile({ level: 1, index: 1, width: 2 }), [
      { start: 65_536, end: 65_792 },
      { start: 65_792, end: 66_048 },
    ])
    assert.deepEqual(rangesOfTile({ level: 0, index: 273, width: 1 }), [{ start: 69_888, end: 69_889 }])
  })
})
