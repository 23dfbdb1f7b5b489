import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Environment } from './environment.ts'
import { shapeSettings } from './settings.ts'

const nothing: Environment = {
  data: undefined,
  port: undefined,
  host: undefined,
  store: undefined,
  config: undefined,
}
const file = (text: string) => ({ name: '/etc/writ/writ.config.yaml', text })

describe('the settings', () => {
  it('come from flags, else the environment, else the file, else what is usual', () => {
    const written = file('data: kept\nport: 1\nhost: 10.0.0.1\nurl: https://rights.example.org\n')
    const environment = { ...nothing, port: '2', host: '10.0.0.2' }
    const all = shapeSettings({ data: 'd', port: '3' }, environment, written)
    assert.ok(all.ok)
    assert.deepEqual([all.value.data, all.value.port, all.value.host, all.value.url], ['d', 3, '10.0.0.2', 'https://rights.example.org'])
    const usual = shapeSettings({}, nothing, undefined)
    assert.ok(usual.ok)
    assert.deepEqual([usual.value.data, usual.value.port, usual.value.host], ['./data', 8420, '127.0.0.1'])
  })

  it('name the proxies that are believed', () => {
    const settings = shapeSettings({}, nothing, file('trusted_proxies: [127.0.0.1, 10.0.0.0/8, "::1"]\n'))
    assert.ok(settings.ok)
    assert.deepEqual(settings.value.trustedProxies, ['127.0.0.1', '10.0.0.0/8', '::1'])
    const wrong = shapeSettings({}, nothing, file('trusted_proxies: [proxy.example, 10.0.0.0/33]\n'))
    assert.deepEqual(
      wrong.ok ? [] : wrong.error,
      [0, 1].map(
        (index) =>
          `/etc/writ/writ.config.yaml: trusted_proxies.${index}: is no address and no block of addresses; write \`203.0.113.7\` or \`10.0.0.0/8\``,
      ),
    )
  })

  it('mean paths from where the file stands', () => {
    const settings = shapeSettings(
      {},
      nothing,
      file(
        'data: kept\ntargets: { wiki: { credentials: wiki.json }, forum: { file: /srv/forum.json } }\nsources: { hr: { roster: people.yaml } }\n',
      ),
    )
    assert.ok(settings.ok)
    assert.equal(settings.value.data, '/etc/writ/kept')
    assert.equal(settings.value.targets['wiki']?.credentials, '/etc/writ/wiki.json')
    assert.equal(settings.value.targets['forum']?.file, '/srv/forum.json')
    assert.equal(settings.value.sources['hr']?.roster, '/etc/writ/people.yaml')
  })

  it('are refused with every problem at once, its place and what is allowed', () => {
    const answer = shapeSettings(
      { port: '80a' },
      { ...nothing, port: '-1', store: 'mongodb://x' },
      file('prot: 5\nport: 70000\nurl: here\ntargets: { wiki: { connector: mediawiki, pasword: x } }\nsources: { hr: { file: x } }\n'),
    )
    assert.ok(!answer.ok)
    assert.deepEqual(answer.error.toSorted(), [
      '--port: `80a` is no port; take 0 (any free one) to 65535',
      '/etc/writ/writ.config.yaml: port: is no port; take 0 (any free one) to 65535',
      '/etc/writ/writ.config.yaml: sources.hr: name one of `roster`, `data_yaml`, `ldap`, `mediawiki`, `growthbook` and `scim`',
      '/etc/writ/writ.config.yaml: sources.hr: unknown key `file`; allowed are roster, data_yaml, ldap, mediawiki, growthbook, accounts, credentials, directory, scim, facts',
      '/etc/writ/writ.config.yaml: targets.wiki.connector: can only be `simulated` or `manual` here; what the charter says needs no line',
      '/etc/writ/writ.config.yaml: targets.wiki: unknown key `pasword`; allowed are connector, api, credentials, file, where, contact, directory, projects, provision, faults',
      '/etc/writ/writ.config.yaml: unknown key `prot`; did you mean `port`?',
      '/etc/writ/writ.config.yaml: url: is no address; write it out, as in `https://rights.example.org`',
      'WRIT_PORT: `-1` is no port; take 0 (any free one) to 65535',
      'WRIT_STORE: only `sqlite:` is there as yet, the file writ.sqlite in the data folder',
    ])
    const unreadable = shapeSettings({}, nothing, file('targets: ['))
    assert.ok(!unreadable.ok && unreadable.error.length === 1)
  })
})
