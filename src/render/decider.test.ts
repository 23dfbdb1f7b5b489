import assert from 'node:assert/strict'
import { it } from 'node:test'
import { decider } from './public-sentence.ts'

it('whoever decided is named in public by every id that the ledger takes, capitals too', () => {
  for (const id of ['s-k3v9x0a1b2c3d4e5', 's-K3v9X0a1B2c3D4e5']) {
    assert.equal(decider(`subject:${id}`, { person: (one) => (one === id ? 'elm' : undefined) }), 'elm')
    assert.equal(decider(`subject:${id}`, { person: () => undefined }), 'somebody (not public)')
  }
})
