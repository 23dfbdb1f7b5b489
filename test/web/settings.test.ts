/** The page of settings: everything that was told stands there, and no secret. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { shapeSettings, type Flags } from '../../src/config/settings.ts'
import { GUIDES } from '../../src/server/admin/guides.ts'
import { installationOf } from '../../src/server/installation.ts'
import { settingRows } from '../../src/server/setting-rows.ts'
import { openSessions } from '../../src/store/sqlite/sessions.ts'
import { apiClient } from '../support/api-client.ts'
import { apiCharterText, apiStage } from '../support/api-stage.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
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

const nothing = { data: undefined, port: undefined, host: undefined, store: undefined, config: undefined }

const settingsOf = (text = FILE, flags: Flags = {}, environment = {}) => {
  const settings = shapeSettings(flags, { ...nothing, ...environment }, { name: 'writ.config.yaml', text })
  assert.ok(settings.ok, JSON.stringify(settings))
  return settings.value
}
const read = (text = FILE) => settingRows(settingsOf(text))

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
    assert.equal(rows.get('chat.allow'), 'chat.example')
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

  it('says of each value what told it, and shows whatever nobody set', () => {
    const settings = settingsOf(`host: 10.0.0.9\nport: 1\n${FILE}`, { port: '8', data: '/srv/CANARY' }, { host: '10.0.0.2' })
    const rows = new Map(settingRows(settings).map((row) => [row.key, row]))
    const told = (key: string) => [rows.get(key)?.value, rows.get(key)?.by]
    assert.deepEqual(told('port'), ['8', 'flag'])
    assert.deepEqual(told('host'), ['10.0.0.2', 'environment'])
    assert.deepEqual(told('data'), [null, 'flag'], 'where it lies is not for pages')
    assert.deepEqual(told('targets.wiki.api'), ['https://wiki.example/w/api.php', 'file'])
    assert.deepEqual(told('mail.security'), ['starttls', 'default'])
    assert.deepEqual(told('login.passkeys'), ['true', 'default'])
    assert.deepEqual(told('login.providers.home.register'), ['false', 'default'])
    const plain = settingRows(settingsOf(''))
    assert.deepEqual(
      plain.map(({ key, value, by }) => [key, value, by]),
      [
        ['data', './data', 'default'],
        ['port', '8420', 'default'],
        ['host', '127.0.0.1', 'default'],
      ],
    )
    for (const one of rows.values()) assert.ok(one.by !== 'default' || one.value !== null, `${one.key}: a default is no secret`)
  })

  it('shows the hosts of a chat only where they are hosts', () => {
    for (const odd of ['someone:CANARY@chat.example', 'https://chat.example/hooks/CANARY', 'chat.example/CANARY']) {
      const rows = read(`chat: { webhook: file, allow: [chat.example, "${odd}"] }`)
      assert.deepEqual(rows.find(({ key }) => key === 'chat.allow')?.value, null, odd)
    }
  })

  it('names documents that there are', () => {
    for (const guide of GUIDES) assert.ok(existsSync(guide), guide)
  })

  it('tells the permissions of files with secrets as they are now, warns of wide ones, and names and opens none', async () => {
    using folder = temporaryFolder()
    const paths = ['CANARY-a.json', 'CANARY-b.json'].map((name) => folder.file(name))
    for (const [index, path] of paths.entries()) {
      writeFileSync(path, 'CANARY in it')
      chmodSync(path, index === 0 ? 0o600 : 0o640)
    }
    const text = `
mail: { host: mail.example, port: 587, from: writ@mail.example, credentials: ${paths[0]}, address: mail }
targets: { wiki: { api: "https://wiki.example/w/api.php", credentials: ${paths[1]} } }
chat: { webhook: ${folder.file('CANARY-missing')}, allow: [chat.example] }
`
    const { instance } = await apiStage(apiCharterText)
    const installation = await installationOf(settingsOf(text))
    const { app } = await apiClient(instance, { sessions: openSessions(':memory:'), loopback: true, installation })
    const ash = new Visitor(app)
    await ash.post('/login/demo', { person: 'ash' })
    const looked = async () => {
      const [page, twin] = [await ash.get('/admin/settings'), await ash.get('/admin/settings.json')]
      assert.ok(![page.text, twin.text].some((one) => one.includes('CANARY')))
      return { page: page.text, view: JSON.parse(twin.text) }
    }
    const before = await looked()
    assert.deepEqual(
      before.view.secrets.toSorted((left: any, right: any) => (left.key < right.key ? -1 : 1)),
      [
        { key: 'chat.webhook', mode: null, open: false },
        { key: 'mail.credentials', mode: '600', open: false },
        { key: 'targets.wiki.credentials', mode: '640', open: true },
      ],
    )
    assert.match(before.page, /role="note"[\s\S]*?<code>targets\.wiki\.credentials<\/code>/)
    assert.equal(before.page.match(/wider than 0600/g)?.length, 1)
    chmodSync(paths[1] ?? '', 0o600)
    assert.ok(!/wider than 0600|role="note"/.test((await looked()).page))

    const { view } = before
    assert.equal(view.versions.node, process.versions.node)
    assert.match(view.versions.store, /^SQLite \d/)
    assert.match(view.versions.writ, /^\d+\.\d+\.\d+/)
    assert.deepEqual(
      view.connectors.map(({ id, connector, by, api }: any) => [id, connector, by, api]),
      [['wiki', 'simulated', 'charter', 'https://wiki.example/w/api.php']],
    )
    assert.deepEqual(
      view.jobs.map(({ target, every, by }: any) => [target?.id ?? null, every.count, every.unit, by]),
      [
        [null, 1, 'minute', 'default'],
        ['wiki', 30, 'minute', 'default'],
      ],
    )
    const guides = new Map(view.rows.map(({ key, guide }: any) => [key, guide]))
    assert.deepEqual(
      [guides.get('mail.host'), guides.get('targets.wiki.api')],
      ['docs/guides/mail.md', null],
      'a simulated target has none',
    )
  })

  it('is for those who run Writ', async () => {
    const { instance } = await apiStage(apiCharterText)
    const { app } = await apiClient(instance, {
      sessions: openSessions(':memory:'),
      loopback: true,
      installation: await installationOf(settingsOf()),
    })
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
