import assert from 'node:assert/strict'
import { statSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { sizeFile } from '../../src/sources/shrinking.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the file of what sources last said', () => {
  it('keeps each source apart, for the operator alone', async () => {
    using folder = temporaryFolder()
    const shelf = sizeFile(folder.file('sizes.json'))
    assert.equal(await shelf.get('ldap'), undefined)
    await shelf.put('ldap', { asOf: 1, sizes: { mail: 2 } })
    await shelf.put('other', { asOf: 3, sizes: {} })
    assert.deepEqual(await sizeFile(folder.file('sizes.json')).get('ldap'), { asOf: 1, sizes: { mail: 2 } })
    assert.equal(statSync(folder.file('sizes.json')).mode & 0o777, 0o600)
  })

  it('counts as never written when it is of another form, and a folder that is not there stops nobody', async () => {
    using folder = temporaryFolder()
    writeFileSync(folder.file('sizes.json'), '{ "ldap": { "mail": 2 } }')
    assert.equal(await sizeFile(folder.file('sizes.json')).get('ldap'), undefined)
    await sizeFile(folder.file('nowhere/sizes.json')).put('ldap', { asOf: 1, sizes: {} })
  })
})
