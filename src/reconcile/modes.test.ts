import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openBook } from '../../test/support/book.ts'
import { smallCharter } from '../../test/support/small-charter.ts'
import { draft } from '../ledger/entry.ts'
import { effectiveMode } from './modes.ts'

it('a target is only observed until a mode is entered, and never gets above the charter’s ceiling', () => {
  const found = ['observe', 'propose', 'enforce'].map((ceiling) =>
    [undefined, 'observe', 'propose', 'enforce'].map((mode) => {
      const book = openBook()
      if (mode !== undefined) book.add(draft('target.mode', { target: 'wiki', mode }))
      return effectiveMode(smallCharter({ wiki: `mode: ${ceiling}` }), book.state, 'wiki')
    }),
  )
  assert.deepEqual(found, [
    ['observe', 'observe', 'observe', 'observe'],
    ['observe', 'observe', 'propose', 'propose'],
    ['observe', 'observe', 'propose', 'enforce'],
  ])
  assert.equal(effectiveMode(smallCharter(), openBook().state, 'unknown'), 'observe')
})
