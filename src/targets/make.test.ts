import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instant } from '../kernel/instant.ts'
import { makeTarget, type ConnectorSettings } from './make.ts'

const deps = { clock: { now: () => instant(0) }, sleep: async () => undefined }
const make = (connector: string, settings: Omit<ConnectorSettings, 'id'>) => makeTarget(connector, { id: 'wiki', ...settings }, deps)
const problem = (connector: string, settings: Omit<ConnectorSettings, 'id'>) => {
  const made = make(connector, settings)
  return made.ok ? '' : made.error
}
const api = 'https://wiki.example/w/api.php'
const credentials = '{"user":"WritBot@writ","password":"open sesame"}'

describe('a target by its connector', () => {
  it('is made from complete settings', () => {
    for (const [connector, settings] of [
      ['mediawiki', { api, credentials, file: undefined }],
      ['simulated', { groups: ['editor'] }],
      ['manual', { where: 'the key cabinet' }],
    ] as const) {
      const made = make(connector, settings)
      assert.ok(made.ok && made.value.id === 'wiki', connector)
    }
  })

  it('is refused with all that is wrong, never showing a secret', () => {
    assert.match(problem('mediawki', {}), /no connector `mediawki`; there are mediawiki, simulated, manual/)
    assert.match(problem('constructor', {}), /no connector/)
    assert.match(problem('mediawiki', {}), /`api` must be.*`credentials` must name a file/)
    assert.match(problem('mediawiki', { api: 'file:///etc/passwd', credentials }), /`api` must be/)
    const inside = problem('mediawiki', { api: 'https://bot:open-sesame@wiki.example/api.php', credentials })
    assert.match(inside, /without user and password/)
    assert.doesNotMatch(inside, /sesame/)
    assert.doesNotMatch(problem('mediawiki', { api, credentials: 'open sesame' }), /sesame/)
    assert.match(problem('manual', { api }), /does not use `api`; take it out/)
  })

  it('has the faults it was given', async () => {
    const made = make('simulated', { faults: [{ on: 'read', fault: { kind: 'down' } }] })
    assert.ok(made.ok)
    assert.equal((await made.value.read({ groups: [], accounts: [] })).ok, false)
    assert.match(problem('simulated', { faults: [{ on: 'read', fault: { kind: 'dwon' } }] }), /faults/)
  })
})
