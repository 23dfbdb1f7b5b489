import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { comparableName } from './names.ts'

describe('distinguished names', () => {
  it('are one in every spelling', () => {
    const spellings = ['uid=ada\\2C b,ou=People,dc=example', 'UID = Ada\\, b , ou=people,DC=example']
    assert.equal(new Set(spellings.map(comparableName)).size, 1)
    assert.equal(comparableName('uid=zo\\C3\\AB,dc=x'), comparableName('uid=Zo\u0065\u0308,dc=x'))
  })

  it('are two when an escape makes them two', () => {
    const names = ['uid=ada,ou=x', 'uid=ada\\2Cou=x', 'uid=\\20ada,ou=x', 'uid=ada\\5C,ou=x', 'uid=ada\\3D,ou=x', 'uid=ada\\23,ou=x']
    assert.equal(new Set(names.map(comparableName)).size, names.length)
  })
})
