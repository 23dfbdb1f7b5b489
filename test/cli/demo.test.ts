/** `writ demo` on the simulated wiki: what it tells comes from the charter, the ledger and the read-backs, so it changes with them. */
import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { command } from './installation.ts'
import { said, startWrit, withoutSystemNode } from './spawn.ts'

const CHARTER = 'charters/citizendium'
const play = (charter: string, data: string) => command('demo', charter, '--simulated', '--no-serve', '--data', data)
/** The commentary without what differs from run to run. */
const told = (out: string) => out.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then').replaceAll(/\(\S*?(\w+\.yaml):\d+/g, '($1')

function changed(folder: string, file: string, from: string | RegExp, to: string): void {
  const before = readFileSync(`${folder}/${file}`, 'utf8')
  const after = before.replace(from, to)
  assert.notEqual(after, before, `${file} has no ${String(from)}`)
  writeFileSync(`${folder}/${file}`, after)
}

describe('the demonstration', () => {
  it('plays the corridor, refuses what must be refused, and is itself a ledger that verifies', async () => {
    using folder = temporaryFolder()
    const data = folder.file('demo')
    const { code, out, err } = await play(CHARTER, data)
    assert.deepEqual([code, err], [0, ''])
    assert.match(out, /wiki is a simulated wiki\n/)
    for (const sentence of [
      /set up: \d+ invented people, \d+ founding grants/,
      /Linden Late was found as Constable/,
      /\d+ memberships found, \d+ left as they are; nobody was removed/,
      /waits for A second person of the elected bodies agrees/,
      /this stage is not yours to decide/,
      /fern-citizen is Constable, decided by amber-miller, maple-printer/,
      /nothing lets linen-clerk take this role/,
      /read back from wiki: Fern Citizen is in Constable/,
      /changed behind Writ's back on wiki: Reed Newcomer added in SeniorTechnicalStaff/,
      /everything went as the story expected/,
    ])
      assert.match(out, sentence)
    assert.match((await command('log', 'verify', '--data', data)).out, /everything fits/)
    assert.equal(statSync(`${data}/administrator.token`).mode & 0o777, 0o600)
    assert.ok(!out.includes(readFileSync(`${data}/administrator.token`, 'utf8').trim()))
    const acting = await command('grant', '--role', 'editor', '--person', 'reed-newcomer', '--as', 'granite-founder', '--data', data)
    assert.equal(acting.code, 1)
    const second = await play(CHARTER, data)
    assert.deepEqual([second.code, second.err], [0, ''])
    assert.match(second.out, /^the story was played before in `[^`]+`; `--again` plays it anew\n$/)
    const again = await command('demo', CHARTER, '--simulated', '--no-serve', '--again', '--data', data)
    assert.deepEqual([again.code, told(again.out)], [0, told(out)], 'the same charter and story are told alike')
  })

  it('tells another story when one name or one rule of the charter is another', async () => {
    using folder = temporaryFolder()
    const same = folder.file('same')
    cpSync(CHARTER, same, { recursive: true })
    const before = told((await play(same, folder.file('d1'))).out)

    const named = folder.file('named')
    cpSync(CHARTER, named, { recursive: true })
    changed(named, 'roles.yaml', 'title: Constable', 'title: Peacekeeper')
    const renamed = told((await play(named, folder.file('d2'))).out)
    assert.match(renamed, /fern-citizen is Peacekeeper, decided by/)
    assert.notEqual(renamed, before)
    assert.equal(renamed.replaceAll('Peacekeeper', 'Constable'), before, 'nothing else is told otherwise')

    const ruled = folder.file('ruled')
    cpSync(CHARTER, ruled, { recursive: true })
    changed(ruled, 'roles.yaml', 'may: [{ add: editor, scope: any }]', 'may: []')
    const { code, out } = await play(ruled, folder.file('d3'))
    assert.equal(code, 1)
    assert.match(out, /linen-clerk wants to make reed-newcomer Editor[^>]*refused:\n\s+nothing lets linen-clerk give this role/)
    assert.doesNotMatch(out, /Reed Newcomer is in Editor/)
    assert.match(out, /not as the story expected: .*\n/)
    assert.doesNotMatch(out, /everything went as the story expected/)
  })

  it('does not show one charter where another was asked for', async () => {
    using folder = temporaryFolder()
    const named = folder.file('named')
    cpSync(CHARTER, named, { recursive: true })
    const data = folder.file('demo')
    assert.equal((await play(named, data)).code, 0)
    const size = async () => (await command('log', 'verify', '--data', data)).out
    const before = await size()
    const { code, out, err } = await play(CHARTER, data)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /holds the demonstration of `named`: `--again` throws it away for this one, another `--data` keeps both/)
    assert.equal(await size(), before)
    assert.equal((await play(named, data)).code, 0)
  })

  it('throws away only what it made itself', async () => {
    using folder = temporaryFolder()
    const data = folder.file('live')
    const made = await command('setup', CHARTER, '--administrator', 'copper-smith', '--role', 'senior-technical-staff', '--data', data)
    assert.equal(made.code, 0, made.err)
    const { code, err } = await command('demo', CHARTER, '--simulated', '--no-serve', '--again', '--data', data)
    assert.equal(code, 1)
    assert.match(err, /was not made by `writ demo`; nothing is played or thrown away there/)
    assert.equal((await play(CHARTER, data)).code, 1)
    assert.ok(existsSync(`${data}/writ.sqlite`))
    writeFileSync(`${data}/demo`, 'cut short')
    const cut = await play(CHARTER, data)
    assert.match(cut.out, /everything went as the story expected/)
    const without = await command('demo', 'charters/ranks', '--simulated', '--no-serve', '--data', folder.file('x'))
    assert.equal(without.code, 2)
    assert.match(without.err, /story\.yaml` is missing: this charter has no story to play/)
    assert.ok(!existsSync(folder.file('x')), 'nothing was begun')
  })

  it('connects to this machine only', async () => {
    using folder = temporaryFolder()
    const data = folder.file('demo')
    assert.equal((await play(CHARTER, data)).code, 0)
    writeFileSync(`${data}/secret`, '{"user":"Bot@writ","password":"x"}', { mode: 0o600 })
    writeFileSync(`${data}/writ.config.yaml`, 'targets: { wiki: { api: "https://wiki.example.org/w/api.php", credentials: secret } }\n')
    const { code, err } = await command('apply', 'wiki', '--as', 'copper-smith', '--data', data)
    assert.equal(code, 2)
    assert.match(err, /a demonstration folder, where anybody may act as anybody, connects to this machine only/)
  })

  it('serves its pages until it is told to stop', { skip: withoutSystemNode }, async () => {
    using folder = temporaryFolder()
    const data = folder.file('demo')
    assert.equal((await play(CHARTER, data)).code, 0)
    const child = startWrit(['demo', CHARTER, '--simulated', '--data', data, '--port', '0'])
    const end = new Promise((resolve) => child.on('close', resolve))
    const out = await said(child, /^listening on http\S+$/m)
    assert.equal(out.match(/listening on/g)?.length, 1)
    const url = /listening on (http:\S+)/.exec(out)?.[1] ?? ''
    const page = await (await fetch(`${url}/people`)).text()
    assert.match(page, /fern-citizen/)
    // One Ctrl-C arrives several times: from the terminal, from npm, from the wrapper.
    for (let times = 0; times < 6; times += 1) {
      child.kill('SIGINT')
      await setTimeout(4)
    }
    assert.equal(await end, 0)
  })

  it('tells the whole life of a staff right, and what the public sees of it', { timeout: 120_000 }, async () => {
    using folder = temporaryFolder()
    const { code, out } = await play('charters/staff-rights', folder.file('staff'))
    assert.equal(code, 0, out)
    assert.match(out, /everything went as the story expected/)
    const both = out.slice(out.indexOf('# The public log next to the record'))
    const seen = [...both.matchAll(/public: (.*)\n +record: (.*)\n/g)].map(([, told = '', record = '']) => ({ told, record }))
    assert.ok(seen.length > 20)
    const made = seen.find(({ record }) => record.includes('is Banners (staff)'))
    assert.equal(made?.told, 'reed-translator has wikis.centralnotice-admin: Run the campaign of summer on the ten largest projects')
    // who decided, the role, the end, what was said and asked before: none of it is public
    for (const { told } of seen) assert.doesNotMatch(told, /opal|cedar|larch|birch|Banners|demonstration|complaint|campaign team|until 20/)
    for (const { told, record } of seen) if (/approved|states|asks|suspen/.test(record)) assert.equal(told, 'a sealed entry', record)
  })
})
