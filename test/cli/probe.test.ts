/** `writ probe` and `writ page-access` as commands: what they refuse, how they end, what they print. */
import assert from 'node:assert/strict'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { AddressInfo } from 'node:net'
import { parseCharter } from '../../src/charter/parse.ts'
import type { ProbeReport } from '../../src/cli/probe/report.ts'
import { ACCOUNTS, password, renderedPhp, startLeanWiki } from '../content/lean-wiki.ts'
import type { Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import { shippedFiles } from '../support/charter.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { command } from './installation.ts'

const LEAN = 'charters/lean-wiki'

async function secret(folder: string, name: string, mode = 0o600): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, JSON.stringify({ user: 'Somebody', password: 'correct horse battery staple' }))
  await chmod(path, mode)
  return path
}

describe('the leak check as a command', () => {
  let server: Server
  let url: string
  let body = '<html>a page</html>'
  before(async () => {
    server = createServer((_, response) => response.end(body))
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api.php`
  })
  after(() => server.close())

  it('exits 2 on a wrong call and says what is right', async () => {
    using folder = temporaryFolder()
    const [open, closed] = [await secret(folder.path, 'open.json', 0o644), await secret(folder.path, 'closed.json')]
    for (const [words, pattern] of [
      [[], /--url is missing/],
      [['--url', 'wiki'], /`wiki` is no address of a wiki/],
      [['--url', 'https://me:secret@wiki.example/'], /keep credentials out of the address/],
      [['--url', url, '--credentials', closed], /takes TYPE=FILE/],
      [['--url', url, '--credentials', `reseacher=${closed}`], /did you mean `researcher`\?/],
      [['--url', url, '--credentials', `everyone=${closed}`], /no user type `everyone` to log in as/],
      [['--url', url, '--credentials', `researcher=${open}`], /others can read .*chmod 600/],
      [['--url', 'http://wiki.example/api.php', '--credentials', `researcher=${closed}`], /would travel readable/],
      [['--url', url, '--plant', 'Projekt:Sandbox'], /a title without a namespace/],
      [['--url', url, '--plant', 'X', '--page', 'Y'], /take one of --plant and --page/],
      [['--url', url, '--timeout', '0'], /--timeout takes a whole number from 1/],
      [['--url', url, '--target', 'wikki'], /did you mean `wiki`\?/],
    ] as const) {
      const { code, out, err } = await command('probe', LEAN, ...words)
      assert.deepEqual([code, out], [2, ''], words.join(' '))
      assert.match(err, pattern)
      assert.ok(!err.includes('correct horse') && !err.includes('secret'), 'no secret is repeated')
    }
  })

  it('exits 3 when no wiki answers, or something that is none', async () => {
    const silent = await command('probe', LEAN, '--url', 'http://127.0.0.1:1/api.php', '--timeout', '2')
    assert.equal(silent.code, 3)
    assert.match(silent.err, /no connection to 127\.0\.0\.1:1/)
    const other = await command('probe', LEAN, '--url', url)
    assert.equal(other.code, 3)
    assert.match(other.err, /no JSON; give the address of the wiki's api\.php/)
    body = '{"query":{"userinfo":{"name":3}}}'
    const odd = await command('page-access', LEAN, '--url', url)
    assert.equal(odd.code, 3)
    assert.match(odd.err, /not of the expected form/)
  })
})

describe('the line for a page', () => {
  it('names groups of the charter', async () => {
    const { code, out } = await command('page-access', LEAN, '--groups', 'sysop,researcher')
    assert.deepEqual([code, out], [0, '<bs:pageaccess groups="sysop,researcher" />\n'])
    const json = await command('page-access', LEAN, '--groups', 'researcher', '--json')
    assert.deepEqual(JSON.parse(json.out), { groups: ['researcher'], line: '<bs:pageaccess groups="researcher" />' })
  })

  it('names no person, no stranger and no group that is to be gone', async () => {
    for (const [groups, pattern] of [
      ['Cobalt Scholar', /is no group of the charter; a page is restricted by group, never by person/],
      ['reseacher', /did you mean `researcher`\?/],
      ['bureaucrat', /`bureaucrat` is to be gone/],
      [',', /name a group/],
    ] as const) {
      const { code, out, err } = await command('page-access', LEAN, '--groups', groups)
      assert.deepEqual([code, out], [1, ''])
      assert.match(err, pattern)
    }
    assert.match((await command('page-access', LEAN, '--groups', 'user')).err, /everybody with an account is in `user`/)
    assert.equal((await command('page-access', LEAN)).code, 2)
  })
})

/** The lean access model with one closed namespace: planting in all of them takes long. */
async function smallCharter(folder: string): Promise<string> {
  const [file] = shippedFiles('lean-wiki')
  const talk = [
    'Talk',
    ...['User', 'Projekt', 'File', 'MediaWiki', 'Template', 'Help', 'Category', 'DecodingWork', 'PublishedWork'].map(
      (name) => `${name} talk`,
    ),
  ]
  const open = [...talk, 'MediaWiki', 'Template', 'Help'].join(', ')
  const path = join(folder, 'small.yaml')
  await writeFile(path, (file?.text ?? '').replace('in: [Main, ', `in: [Main, ${open}, `))
  return path
}

describe('the leak check as a command on a real wiki', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  const folder = temporaryFolder()
  let charter: string
  let wiki: Wiki
  before(async () => {
    charter = await smallCharter(folder.path)
    const parsed = parseCharter([{ name: 'small.yaml', text: await readFile(charter, 'utf8') }])
    assert.ok(parsed.ok, JSON.stringify(parsed))
    wiki = await startLeanWiki({ php: renderedPhp(parsed.value.charter) })
  })
  after(async () => {
    await wiki.stop()
    folder[Symbol.dispose]()
  })

  const credentials = async (...types: readonly (keyof typeof ACCOUNTS)[]): Promise<readonly string[]> => {
    const words: string[] = []
    for (const type of types) {
      const path = folder.file(`${type}.json`)
      await writeFile(path, JSON.stringify({ user: ACCOUNTS[type], password }), { mode: 0o600 })
      words.push('--credentials', `${type}=${path}`)
    }
    return words
  }
  const stored = () => [wiki.sql('SELECT page_id FROM page').length, wiki.sql('SELECT rev_id FROM revision').length]

  it('writes nothing unless it is told to, and is not green when it found nothing to look for', async () => {
    const standing = stored()
    const { code, out } = await command(
      'probe',
      charter,
      '--url',
      wiki.apiUrl,
      '--pause',
      '0',
      ...(await credentials('registered', 'administrator')),
    )
    assert.equal(code, 1)
    assert.match(out, /there was no page to look for, so nothing is proved \[probe\/nothing-tried\]/)
    assert.match(out, /^Projekt +- +read write +read write$/m)
    assert.deepEqual(stored(), standing)
    const blind = await command('probe', charter, '--url', wiki.apiUrl, '--pause', '0')
    assert.equal(blind.code, 1)
    assert.match(blind.out, /no account was given that could read a closed page/)
  })

  it('plants pages, finds nothing, and takes them away', async () => {
    const [pages] = stored()
    const words = ['probe', charter, '--url', wiki.apiUrl, '--pause', '0', '--plant', 'Sandbox/Leak check']
    const { code, out, err } = await command(...words, ...(await credentials('registered', 'administrator')), '--json')
    assert.deepEqual([code, err], [0, ''], out.slice(0, 3000))
    const report = JSON.parse(out) as ProbeReport
    assert.deepEqual(Object.keys(report), ['wiki', 'target', 'types', 'namespaces', 'pages', 'leaks', 'findings', 'tried'])
    assert.deepEqual(
      report.pages.map(({ namespace, planted, types }) => [namespace, planted, types]),
      [
        [4, true, { everyone: 'closed', registered: 'reads', administrator: 'reads' }],
        [0, true, { everyone: 'closed', registered: 'closed', administrator: 'reads' }],
      ],
    )
    assert.deepEqual(
      report.leaks.filter(({ severity }) => severity === 'error'),
      [],
    )
    assert.deepEqual(
      report.findings.map((one) => one.code),
      ['not-tried'],
    )
    assert.equal(stored()[0], pages, 'planted pages are gone')
    assert.ok(!out.includes(password) && !out.includes('writ-canary-'))
    console.log(`writ probe --plant: ${report.pages.length} pages, ${report.tried} attempts, 0 leaks`)
  })

  it('empties what it may not delete, and finds pages by the canary that somebody put there', async () => {
    const words = ['probe', charter, '--url', wiki.apiUrl, '--pause', '0']
    const planted = await command(...words, '--plant', 'Sandbox', ...(await credentials('registered')))
    assert.equal(planted.code, 0, planted.out)
    assert.match(planted.out, /Projekt:Sandbox [0-9a-f]{8}` was emptied, for its maker may not delete/)
    assert.match(planted.out, /nothing was tried on a restricted page/)
    const author = await wiki.client({ user: ACCOUNTS.registered, password })
    await author.call({ action: 'edit', title: 'Projekt:Kept', text: 'kestrel4711 mark-QWERTYUIOPASDFGH', summary: 'a canary' }, 'csrf')
    const found = await command(...words, '--marker', 'mark-', ...(await credentials('registered')))
    assert.equal(found.code, 0, found.out)
    assert.match(found.out, /^Projekt:Kept +closed +reads$/m)
    const named = await command(
      ...words,
      '--marker',
      'mark-',
      '--page',
      'Projekt:Kept',
      '--page',
      'Main Page',
      ...(await credentials('registered')),
    )
    assert.equal(named.code, 1)
    assert.match(named.out, /the page `Main Page` holds no canary/)
  })
})
