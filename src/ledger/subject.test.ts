import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isSubjectId, withNames } from './subject.ts'

it('every id that the ledger takes is named in an identity, capitals too', () => {
  for (const id of ['s-k3v9x0a1b2c3d4e5', 's-K3v9X0a1B2c3D4e5']) {
    assert.ok(isSubjectId(id))
    assert.equal(
      withNames(`subject:${id}`, (one) => (one === id ? 'elm' : 'nobody')),
      'elm',
    )
  }
  assert.equal(
    withNames('operator:root', () => 'nobody'),
    'operator:root',
  )
})
