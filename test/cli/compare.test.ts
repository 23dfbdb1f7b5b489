/** Designs side by side as a page: one whole document without scripts, every rogue in a row. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { command } from './installation.ts'

describe('writ compare', () => {
  it('prints a page that stands by itself, and says what it does not know', async () => {
    const { code, out } = await command('compare', 'charters/ranks', 'charters/ranks-split', '--format', 'html')
    assert.equal(code, 0)
    assert.equal(out.match(/<h1>/g)?.length, 1)
    assert.doesNotMatch(out, /<script|<link|\bsrc=/)
    assert.match(out, /Assumed: two holders a role/)
    assert.match(out, /<th scope="row">colonel<\/th>\s*<td>takeover<\/td>/)
    assert.equal((await command('compare', 'charters/ranks', 'charters/ranks-split', '--format', 'pdf')).code, 2)
    assert.equal((await command('compare', 'charters/ranks')).code, 2)
  })
})
