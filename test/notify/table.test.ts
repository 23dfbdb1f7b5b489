/** docs/spec/notices.md lists every entry type that somebody hears of, and every text there is. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { toldTypes } from '../../src/decide/tells/tells.ts'
import { templates } from '../../src/notify/texts.ts'

describe('docs/spec/notices.md', () => {
  const rows = readFileSync('docs/spec/notices.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => [...cell.matchAll(/`([\w.-]+)`/g)].map(([, word = '']) => word)))

  it('lists what is told', () => {
    assert.deepEqual(rows.flatMap((cells) => cells[1] ?? []).toSorted(), [...toldTypes].toSorted())
  })

  it('lists every text', () => {
    assert.deepEqual([...new Set(rows.flatMap((cells) => cells[3] ?? []))].toSorted(), [...templates].toSorted())
  })
})
