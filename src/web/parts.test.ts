import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asSentence } from './parts.ts'

describe('a clause that stands alone', () => {
  it('begins with a capital, and with the name of a person or thing as it is written', () => {
    assert.equal(asSentence('it can be asked for'), 'It can be asked for')
    assert.equal(asSentence('nobody decides for themselves'), 'Nobody decides for themselves')
    for (const same of ['in-house is a handle', 'reed-translator holds it', 'iPad helpers decide', '']) assert.equal(asSentence(same), same)
  })
})
