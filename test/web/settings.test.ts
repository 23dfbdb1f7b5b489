/** The page of settings: everything that was told stands there, and no secret. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { shapeSettings } from '../../src/config/settings.ts'
import { settingRows } from '../../src/server/setting-rows.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { Visitor } from '../support/visitor.ts'

const FILE = `url: https://someone:CANARY-0@rights.example/pages?key=CANARY-1
trusted_proxies: [10.0.0.0/8]
mail: { host: mail.example, port: 587, from: writ@mail.example, credentials: CANARY-2.json, address: mail }
chat: { webhook: CANARY-3, allow: [chat.example] }
login:
  providers:
    home: { title: Home, oidc: "https://id.example/realm", credentials: CANARY-4, target: wiki }
targets:
  wiki: { api: "https://wiki.example/w/api.php?token=CANARY-5", credentials: CANARY-6 }
sources:
  staff:
    ldap: ldaps://ldap.example
    credentials: CANARY-7
    directory: { base: "dc=example" }
    facts: { mail: mail }
`

const read = (text = FILE) => {
  const settings = shapeSettings(
    {},
    { data: undefined, port: undefined, host: undefined, store: undefined, config: undefined },
    { name: 'writ.config.yaml', text },
  )
  assert.ok(settings.ok, JSON.stringify(settings))
  return settingRows(settings.value)
}

describe('the page of settings', () => {
  it('names every key, shows what may be read, and says of all else only that it is set', async () => {
    const rows = new Map(read().map(({ key, value }) => [key, value]))
    assert.equal(rows.get('url'), 'https://rights.example/pages')
    assert.equal(rows.get('targets.wiki.api'), 'https://wiki.example/w/api.php')
    assert.equal(rows.get('targets.wiki.credentials'), null)
    assert.equal(rows.get('sources.staff.facts.mail'), 'mail')
    assert.equal(rows.get('login.providers.home.oidc'), 'https://id.example/realm')
    assert.equal(rows.get('trusted_proxies'), '10.0.0.0/8')
    assert.equal(rows.get('chat.webhook'), null)
    assert.ok(!JSON.stringify([...rows]).includes('CANARY'))
  })

  it('does not take the name of a source, a target or a provider for a key that is shown', () => {
    const rows = read(`
login: { providers: { facts: { title: Home, oidc: "https://id.example", credentials: CANARY-0, target: wiki } } }
targets: { projects: { credentials: CANARY-1, file: CANARY-2, projects: { alpha: one } } }
sources: { facts: { growthbook: "https://flags.example", accounts: wiki, credentials: CANARY-3, facts: { trained: done } } }
`)
    assert.deepEqual(
      rows.filter(({ value }) => value?.includes('CANARY')),
      [],
    )
    const shown = new Map(rows.map(({ key, value }) => [key, value]))
    assert.equal(shown.get('targets.projects.projects.alpha'), 'one')
    assert.equal(shown.get('sources.facts.facts.trained'), 'done')
  })

  for (const rest of [':/someone:CANARY@a.example/w', ':someone:CANARY@a.example/w', String.raw`:\\\\someone:CANARY@a.example/w`])
    it(`keeps the password of an address that is written as \`https${rest}\``, () => {
      const rows = read(`
url: "https${rest}"
targets: { wiki: { api: "https${rest}" } }
login: { providers: { home: { title: Home, oidc: "https${rest}", credentials: file, target: wiki } } }
sources: { staff: { ldap: " ldaps${rest}", credentials: file, directory: { base: "dc=example" }, facts: { mail: mail } } }
`)
      assert.ok(rows.some(({ key }) => key === 'targets.wiki.api'))
      assert.ok(!JSON.stringify(rows).includes('CANARY'))
    })

  it('is for those who run Writ', async () => {
    const { instance } = await apiStage(apiCharterText)
    const { app } = await apiClient(instance, { sessions: openSessions(':memory:'), loopback: true, installation: read() })
    const as = async (person: string) => {
      const visitor = new Visitor(app)
      await visitor.post('/login/demo', { person })
      return visitor
    }
    const ash = await as('ash')
    const page = await ash.get('/admin/settings')
    assert.equal(page.status, 200)
    assert.match(page.text, /<code>targets\.wiki\.credentials<\/code>[\s\S]*?set, not shown/)
    const twin = JSON.parse((await ash.get('/admin/settings.json')).text)
    assert.equal(twin.rows.length, read().length)
    assert.ok(![page.text, JSON.stringify(twin)].some((text) => text.includes('CANARY')))
    for (const other of [await as('elm'), new Visitor(app)]) {
      const answer = await other.get('/admin/settings')
      assert.notEqual(answer.status, 200)
      assert.ok(!answer.text.includes('wiki.example'))
    }
  })
})
