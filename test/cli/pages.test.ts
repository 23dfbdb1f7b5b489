/** `writ render --what`, `writ log export` and `writ migrate --from`: what people take out of Writ for their wiki. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { charterText, command, installation } from './installation.ts'

const CITIZENDIUM = 'charters/citizendium'
const ROSTER = `${CITIZENDIUM}/roster.yaml`

describe('writ render --what', () => {
  it('writes one file a page, linked to each other, or one for Special:Import', async () => {
    using place = installation()
    const folder = place.file('html')
    const html = await command(
      'render',
      CITIZENDIUM,
      '--target',
      'wiki',
      '--what',
      'pages',
      '--roster',
      ROSTER,
      '--format',
      'html',
      '--output',
      folder,
    )
    assert.equal(html.code, 0, html.err)
    const names = readdirSync(folder)
    assert.ok(names.includes('Project-Rights-Matrix.html') && names.includes('Project-Rights-Constable.html'), names.join())
    for (const [, href = ''] of readFileSync(join(folder, 'Project-Rights.html'), 'utf8').matchAll(/href="([^":]+)"/g))
      assert.ok(existsSync(join(folder, href)), href)
    const xml = place.file('pages.xml')
    assert.equal(
      (await command('render', CITIZENDIUM, '--target', 'wiki', '--what', 'messages', '--format', 'xml', '--output', xml)).code,
      0,
    )
    assert.match(readFileSync(xml, 'utf8'), /<title>MediaWiki:Group-Constable<\/title>/)
  })

  it('says what is missing, and what there is', async () => {
    const holders = await command('render', CITIZENDIUM, '--target', 'wiki', '--what', 'holders')
    assert.equal(holders.code, 2)
    assert.match(holders.err, /--roster FILE, or --data DIR/)
    assert.equal((await command('render', CITIZENDIUM, '--what', 'poem')).code, 2)
    assert.equal((await command('render', CITIZENDIUM, '--what', 'matrix', '--target', 'wiki', '--format', 'pdf')).code, 2)
    assert.equal((await command('render', CITIZENDIUM, '--what', 'matrix', '--target', 'wiki', '--prefix', '[[x]]')).code, 2)
    assert.equal((await command('render', CITIZENDIUM, '--data', 'data')).code, 2)
    assert.match((await command('render', CITIZENDIUM, '--target', 'forum', '--what', 'messages')).err, /is not a MediaWiki/)
  })

  it('shows of a roster what the charter makes public of each role, and no more', async () => {
    const { out } = await command(
      'render',
      'charters/staff-rights',
      '--target',
      'wikis',
      '--what',
      'holders',
      '--roster',
      'charters/staff-rights/roster.yaml',
    )
    assert.match(out, /birch-safety/)
    assert.doesNotMatch(out, /Holders of/, 'the roles of staff are not public, their rights are')
    assert.doesNotMatch(out, /2027-03-01/, 'nor is the end')
  })

  it('takes holders and settings from a ledger', async () => {
    using place = installation()
    await place.setUp()
    const holders = await place.run('render', '--what', 'holders')
    assert.equal(holders.code, 0, holders.err)
    assert.match(holders.out, /Holders of Steward[^]*amber/)
    const settings = await place.run('render', '--abolition', 'keep', '--sweep', 'oldies')
    assert.equal(settings.code, 0, settings.err)
    assert.match(settings.out, /revision 1, target wiki[^]*'oldies'/)
  })
})

describe('writ log export', () => {
  it('is the public record, for a page, a spreadsheet and a program', async () => {
    using place = installation({ charter: charterText.replace('amendments:', 'log: { public: [account, role, from] }\namendments:') })
    await place.setUp('--demo')
    assert.equal((await place.run('grant', '--role', 'editor', '--person', 'cedar', '--as', 'amber', '--reason', 'Secret reason')).code, 0)
    const page = await place.run('log', 'export')
    assert.equal(page.code, 0, page.err)
    assert.match(page.out, /! scope="col" \| Who[^]*cedar|Cedar/)
    const csv = await place.run('log', 'export', '--format', 'csv')
    const json = await place.json('log', 'export', '--from', '1')
    for (const text of [page.out, csv.out, JSON.stringify(json.value)]) {
      assert.doesNotMatch(text, /Secret reason/)
      assert.doesNotMatch(text, /wiki\.delete/, 'rights are kept back too')
    }
    assert.deepEqual([...new Set(json.value.rows.map(({ type }: { type: string }) => type))], ['grant.made'])
    const all = await place.json('log', 'export', '--all')
    assert.ok(all.value.rows.length > json.value.rows.length)
    assert.deepEqual((await place.json('log', 'export', '--from', '2000-01-01', '--until', '2000-12-31')).value.rows, [])
    assert.equal((await place.run('log', '--format', 'csv')).code, 2)
  })
})

describe('writ migrate --from', () => {
  const usergroups = [
    { name: '*', rights: ['read'] },
    { name: 'user', rights: ['edit'] },
    { name: 'sysop', rights: ['delete'] },
    { name: 'bureaucrat', rights: ['userrights'] },
  ]
  const allusers = [
    { userid: 1, name: 'Basalt Colonel', groups: ['bureaucrat', '*', 'user'], implicitgroups: ['*', 'user'] },
    { userid: 2, name: 'Clover Sysop', groups: ['sysop', '*', 'user'], implicitgroups: ['*', 'user'] },
    { userid: 3, name: 'Fern', groups: ['oldhelpers', '*', 'user'], implicitgroups: ['*', 'user'] },
    { userid: 4, name: 'Nobody', groups: ['*', 'user'], implicitgroups: ['*', 'user'] },
  ]

  it('needs no wiki: says who goes where, and in which order', async () => {
    using place = installation()
    const site = place.write('site.json', JSON.stringify({ query: { usergroups } }))
    const users = place.write(
      'users.json',
      JSON.stringify([{ query: { allusers: allusers.slice(0, 2) } }, { query: { allusers: allusers.slice(2) } }]),
    )
    const words = ['migrate', 'charters/ranks', '--from', site, '--holders', users, '--roster', 'charters/ranks/roster.yaml']
    const told = await command(...words)
    assert.equal(told.code, 0, told.err)
    assert.match(told.out, /1\. \[NEXT\] You: load settings[^]*--abolition keep --sweep oldhelpers/)
    const answer = JSON.parse((await command(...words, '--json')).out)
    const kinds = Object.fromEntries(answer.people.map(({ account, rows }: any) => [account.name, rows.map((row: any) => row.kind)]))
    assert.deepEqual(kinds['Basalt Colonel'], ['office-without-group', 'succeeds'])
    assert.deepEqual(kinds['Clover Sysop'], ['both'])
    assert.deepEqual(kinds['Fern'], ['stray'])
    assert.equal(kinds['Nobody'], undefined)
    assert.equal(answer.proof.safe, true)
  })

  it('goes from one charter to another, with the roster of each', async () => {
    const { code, out } = await command(
      'migrate',
      'charters/ranks-split',
      '--from',
      'charters/ranks',
      '--holders',
      'charters/ranks/roster.yaml',
      '--roster',
      'charters/ranks-split/roster.yaml',
    )
    assert.ok(code === 0 || code === 1, out)
    assert.match(out, /`steward`: has the office without the group/)
    assert.match(out, /does not mention stay as they are: `lieutenant` \(2\), `captain` \(2\)/)
  })

  it('refuses what is no answer of a wiki, and what needs a living one', async () => {
    using place = installation()
    const wrong = place.write('wrong.json', '{"error": {}}')
    const answer = await command('migrate', 'charters/ranks', '--from', wrong)
    assert.equal(answer.code, 1)
    assert.match(answer.err, /no answer of meta=siteinfo/)
    assert.equal((await command('migrate', 'charters/ranks', '--from', wrong, '--run')).code, 2)
    assert.equal((await command('migrate', 'wiki', '--roster', 'x')).code, 2)
  })
})
