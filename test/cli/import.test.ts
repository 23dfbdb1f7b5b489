/** `writ import` as a process: saved answers, settings files, a wiki that answers, redirects, stays silent or is none. */
import assert from 'node:assert/strict'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile, writeFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { siteinfo } from '../intake/siteinfo-fixtures.ts'
import { writ } from './spawn.ts'

describe('writ import', () => {
  const folder = temporaryFolder()
  after(() => folder[Symbol.dispose]())

  for (const groups of [5, 80]) {
    it(`takes a saved answer with ${groups} groups, and what it prints is checked and shown as a matrix`, async () => {
      const [site, parameters] = [folder.file(`site-${groups}.json`), folder.file(`parameters-${groups}.json`)]
      const [first, second] = siteinfo(groups)
      await writeFile(site, JSON.stringify(first))
      await writeFile(parameters, JSON.stringify(second))
      const charter = folder.file(`charter-${groups}.yaml`)
      const took: string[] = []
      const timed = async (...words: readonly string[]) => {
        const start = performance.now()
        const run = await writ(words)
        took.push(`${words[0]} ${Math.round(performance.now() - start)} ms`)
        return run
      }
      const imported = await timed('import', 'mediawiki', '--siteinfo', site, '--siteinfo', parameters)
      assert.equal(imported.code, 0, imported.err)
      await writeFile(charter, imported.out)
      const checked = await timed('check', charter)
      assert.equal(checked.code, 0, checked.out)
      const matrix = await timed('matrix', charter)
      assert.equal(matrix.code, 0, matrix.err)
      for (const name of ['*', 'user', ...(groups > 8 ? ['office-70', 'suppress'] : ['sysop'])])
        assert.ok(imported.out.includes(name), name)
      assert.equal(imported.out.match(/gives: /g)?.length, groups - 3 + 1, 'a role for each assigned group, and the keeper')
      console.log(`${groups} groups: ${took.join(', ')} (processes, start included)`)
    })
  }

  it('takes the rules of a Bitu, and what it prints is checked', async () => {
    const [file, charter] = [folder.file('rules.json'), folder.file('bitu.yaml')]
    const rule = { module: 'permissions.validators.manager_approval', managers: ['alder', 'birch'], count: 2 }
    await writeFile(file, JSON.stringify({ ldapbackend: { 'cn=nda,ou=groups,dc=example,dc=org': [rule] } }))
    const run = await writ(['import', 'bitu-rules', file])
    assert.equal(run.code, 0, run.err)
    assert.match(run.err, /^note: import\/bitu-own-request: /m)
    assert.doesNotMatch(run.out + run.err, /alder|birch/)
    await writeFile(charter, run.out)
    const checked = await writ(['check', charter])
    assert.equal(checked.code, 0, checked.out)
    await writeFile(file, '[]')
    const wrong = await writ(['import', 'bitu-rules', file])
    assert.equal(wrong.code, 1)
    assert.match(wrong.err, /nothing to import: .*ACCESS_REQUEST_RULES/)
    assert.equal((await writ(['import', 'bitu-rules'])).code, 2)
    assert.equal((await writ(['import', 'bitu-rules', file, '--target', 'x'])).code, 2)
  })

  it('reads a charter from standard input', async () => {
    const { out: stdout } = await writ(['import', 'mediawiki', '--siteinfo', await saved(5)])
    const checked = await writ(['check', '-'], { input: stdout })
    assert.equal(checked.code, 0, checked.out)
    assert.match(checked.out, /^stdin:\d+:\d+: /m)
    assert.equal((await writ(['check', '-'], { input: '' })).code, 1)
  })

  it('prints a document and says its remarks beside it, in JSON both', async () => {
    const file = await saved(5)
    const { out: stdout, err: stderr } = await writ(['import', 'mediawiki', '--siteinfo', file, '--target', 'home'])
    assert.match(stdout, /^targets:\n {2}home:/m)
    assert.match(stderr, /^note: import\/not-shown: /m)
    const answer = JSON.parse((await writ(['import', 'mediawiki', '--siteinfo', file, '--target', 'home', '--json'])).out) as {
      charter: string
      remarks: { code: string; at: null; clause: string | null; text: string }[]
    }
    assert.equal(answer.charter, stdout)
    assert.ok(answer.remarks.some(({ code, at }) => code === 'import/not-shown' && at === null))
    const listed = await readFile('docs/spec/import.md', 'utf8')
    for (const { code } of answer.remarks) assert.ok(listed.includes(`\`${code}\``), code)
  })

  it('reads settings files in order, names the lines it cannot read, and shows no secret', async () => {
    const [first, second] = [folder.file('LocalSettings.php'), folder.file('groups.php')]
    await writeFile(
      first,
      "<?php\n$wgSitename = 'Probe'; $wgSecretKey = 'hunter2';\n$team = [ 'editor', 'clerk' ];\nrequire 'groups.php';\n",
    )
    await writeFile(
      second,
      "<?php\nforeach ( $team as $one ) {\n\t$wgGroupPermissions[$one]['patrol'] = true;\n}\n$wgGroupPermissions['clerk']['block'] = gethostname() === 'x';\n",
    )
    const run = await writ(['import', 'localsettings', first, second, '--version', '1.39', '--extension', 'Nuke'])
    assert.equal(run.code, 0)
    assert.match(run.err, new RegExp(`${first.replaceAll('/', '\\/')}:4: import/included-file`))
    assert.match(run.err, /groups\.php:5: import\/value-not-known/)
    assert.match(run.out, /^ {4}clerk: \{ rights: \[patrol\] \}$/m)
    assert.match(run.out, /nuke/)
    assert.ok(!(run.out + run.err).includes('hunter2'))
  })

  it('says what is wrong with a call', async () => {
    const file = await saved(5)
    for (const [words, code, said] of [
      [['import'], 2, /a word is missing/],
      [['import', 'wordpress'], 2, /nothing that can be imported/],
      [['import', 'mediawiki'], 2, /--api URL, or saved answers/],
      [['import', 'mediawiki', '--api', 'ftp://x/'], 2, /no address of an API/],
      [['import', 'mediawiki', '--api', 'http://me:secret@127.0.0.1/'], 2, /user or password/],
      [['import', 'mediawiki', '--api', 'http://127.0.0.1:1/', '--siteinfo', file], 2, /--api URL, or/],
      [['import', 'mediawiki', '--siteinfo', file, '--version', '1.39'], 2, /belongs to `writ import localsettings`/],
      [['import', 'mediawiki', '--siteinfo', file, '--target', 'writ'], 2, /no id of a target/],
      [['import', 'localsettings'], 2, /name the files/],
      [['import', 'localsettings', file, '--version', 'new'], 2, /no version of MediaWiki/],
      [['import', 'localsettings', '/nowhere/at-all.php'], 2, /there is no file/],
      [['import', 'mediawiki', '--siteinfo', 'package.json'], 1, /holds no `query.usergroups`/],
      [['import', 'mediawiki', '--siteinfo', 'README.md'], 1, /no JSON/],
      [['import', 'localsettings', 'package.json'], 1, /nothing to import/],
      [['import', 'mediawiki', '--api', 'http://127.0.0.1:1/api.php'], 3, /no connection/],
    ] as const) {
      const run = await writ(words)
      assert.equal(run.code, code, `${words.join(' ')}: ${run.err}`)
      assert.match(run.err, said)
      assert.ok(!run.err.includes('secret'))
      assert.equal(run.out, '')
    }
  })

  async function saved(groups: number): Promise<string> {
    const file = folder.file(`saved-${groups}.json`)
    await writeFile(file, JSON.stringify(siteinfo(groups)[0]))
    return file
  }
})

describe('writ import mediawiki --api', () => {
  let server: Server
  let address = ''
  const asked: { readonly url: string; readonly body: string; readonly agent: string; readonly cookie: string }[] = []

  const json = (response: ServerResponse, value: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(JSON.stringify(value))
  }

  before(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => void (body += chunk.toString()))
      request.on('end', () => {
        const url = request.url ?? ''
        asked.push({ url, body, agent: request.headers['user-agent'] ?? '', cookie: request.headers.cookie ?? '' })
        const parameters = new URLSearchParams(body)
        const [site, modules] = siteinfo(12)
        if (url.startsWith('/moved')) {
          response.writeHead(301, { location: '/api.php', 'set-cookie': 'tracking=1' })
          response.end()
        } else if (url.startsWith('/loop')) {
          response.writeHead(302, { location: '/loop' })
          response.end()
        } else if (url.startsWith('/private')) json(response, { errors: [{ code: 'readapidenied', text: 'You need read permission' }] })
        else if (url.startsWith('/busy') && asked.filter((one) => one.url === url).length < 3)
          json(response, { errors: [{ code: 'maxlag', text: 'Waiting' }] }, { 'retry-after': '0' })
        else if (url.startsWith('/page')) {
          response.writeHead(200, { 'content-type': 'text/html' })
          response.end('<h1>A page</h1>')
        } else if (url.startsWith('/nothing')) json(response, { query: {} })
        else if (url.startsWith('/closed') && parameters.get('action') === 'paraminfo')
          json(response, { errors: [{ code: 'unknown_action', text: 'no' }] })
        else json(response, (parameters.get('action') === 'paraminfo' ? modules : site) ?? {})
      })
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => void server.close())

  it('asks politely, without an account, and follows a redirect', async () => {
    asked.length = 0
    const run = await writ(['import', 'mediawiki', '--api', `${address}/moved/api.php`])
    assert.equal(run.code, 0, run.err)
    assert.match(run.out, /^# Imported by Writ from 127\.0\.0\.1:/)
    assert.ok(
      asked.every(
        ({ agent, cookie, body }) => agent.startsWith('Writ/') && cookie === '' && body.includes('maxlag=5') && !body.includes('token'),
      ),
    )
    assert.equal(asked.filter(({ url }) => url === '/api.php').length, 2)
  })

  for (const [path, code, said] of [
    ['/busy/api.php', 0, /not-shown/],
    ['/closed/api.php', 0, /which groups can be assigned was not asked/],
    ['/private/api.php', 3, /readapidenied/],
    ['/page', 3, /no answer of an API/],
    ['/loop', 3, /redirects to/],
    ['/nothing', 1, /holds no `query.usergroups`/],
  ] as const) {
    it(`ends with ${code} at ${path}`, async () => {
      const run = await writ(['import', 'mediawiki', '--api', `${address}${path}`])
      assert.equal(run.code, code, run.err)
      assert.match(run.err, said)
    })
  }
})
