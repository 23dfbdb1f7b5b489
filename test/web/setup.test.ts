/** A server whose data folder has no ledger: what it says, the token, the steps, the founding, and that it goes on as the usual one. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { found } from '../../src/cli/found.ts'
import { systemOutside } from '../../src/config/outside.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import { instant, type Instant } from '../../src/kernel/instant.ts'
import { loadExamples } from '../../src/server/setup/examples.ts'
import { createPass } from '../../src/server/setup/pass.ts'
import { openSqliteReader, hasLedger } from '../../src/store/sqlite/open.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { CHARTER, enter, foundingOf, PLAN, settingsFor, startUnfounded, type Unfounded } from '../support/unfounded.ts'
import type { Visited } from '../support/visitor.ts'

const { clock, hashing, randomness } = systemOutside()
const HOUR = 3_600_000

async function inPlace(work: (place: Unfounded, data: string) => Promise<void>, config?: string): Promise<void> {
  using folder = temporaryFolder()
  const data = folder.file('data')
  const place = await startUnfounded(settingsFor(data, config))
  try {
    await work(place, data)
  } finally {
    await place.stop()
  }
}

const entriesOf = async (data: string) => {
  const reader = openSqliteReader(`${data}/writ.sqlite`)
  try {
    return (await reader.read(0, 1000)).map(({ body }) => JSON.parse(new TextDecoder().decode(body)) as { type: string })
  } finally {
    await reader.close()
  }
}

const words = ({ text }: Visited) =>
  text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')

describe('a server that is not set up', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let place: Unfounded
  let data: string
  before(async () => {
    folder = temporaryFolder()
    data = folder.file('data')
    place = await startUnfounded(settingsFor(data))
  })
  after(async () => {
    await place.stop()
    folder[Symbol.dispose]()
  })

  it('says that no charter is loaded, with the ways on, and on every other address that there is nothing yet', async () => {
    const browser = place.browser()
    const home = await browser.get('/')
    assert.equal(home.status, 200)
    assert.match(words(home), /No charter is loaded yet/)
    for (const href of ['/setup', '/setup/guide']) assert.ok(home.text.includes(`href="${href}"`), href)
    assert.ok(!/href="\/(?:matrix|people|log|login)/.test(home.text), 'it leads to no page that is not there')
    assert.equal((await browser.get('/setup/guide')).status, 200)
    for (const path of ['/matrix', '/people/amber', '/login', '/admin', '/nowhere', '/log.atom']) {
      const answer = await browser.get(path)
      assert.equal(answer.status, 503, path)
      assert.match(words(answer), /not set up yet/, path)
      assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
    }
    for (const path of ['/index.json', '/matrix.json', '/api/v1/roles', '/api/v1/nowhere', '/.well-known/authzen-configuration']) {
      const answer = await browser.get(path)
      assert.equal(answer.status, 503, path)
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8', path)
      const { code, status } = JSON.parse(answer.text) as { code: string; status: number }
      assert.deepEqual([code, status], ['no-charter', 503], path)
    }
    assert.equal((JSON.parse((await browser.get('/scim/v2/Users')).text) as { status: string }).status, '503')
    for (const path of ['/api/v1/grants', '/access/v1/evaluation', '/login/code', '/logout', '/scim/v2/Users'])
      assert.equal((await browser.post(path, {})).status, 503, path)
    assert.equal((await browser.get('/healthz')).status, 200)
    assert.equal(await hasLedger(`${data}/writ.sqlite`), false)
  })

  it('has the headers of every other page, and takes no form from elsewhere', async () => {
    const browser = place.browser()
    for (const path of ['/', '/setup', '/setup/guide', '/matrix', '/setup/done', '/setup/found']) {
      const { headers } = await browser.get(path)
      assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; .*form-action 'self'; frame-ancestors 'none'/, path)
      assert.equal(headers.get('x-frame-options'), 'DENY', path)
      assert.match(headers.get('strict-transport-security') ?? '', /max-age/, path)
    }
    for (const site of ['cross-site', 'same-site', 'none'])
      for (const path of ['/setup/token', '/setup/check', '/setup/found'])
        assert.equal(
          (await browser.post(path, { ...PLAN, token: place.token() }, { 'sec-fetch-site': site })).status,
          403,
          `${path} ${site}`,
        )
    assert.equal(existsSync(`${data}/writ.sqlite`), false)
  })

  it('tells the place of the token, keeps its text in a file of its owner alone, and makes 256 bits of it', () => {
    assert.match(place.said, /open \/setup in a browser; the one-time token for it is in .*data\/setup\.token/)
    assert.equal(statSync(`${data}/setup.token`).mode & 0o777, 0o600)
    assert.equal(statSync(data).mode & 0o777, 0o700)
    const secret = /^writ_[0-9a-z]{8}_([0-9A-Za-z]{43})$/.exec(place.token())?.[1] ?? ''
    assert.ok(secret.length * Math.log2(62) >= 256)
    assert.ok(!place.said.includes(place.token()))
  })

  it('says loudly that the folder was not there, for its name may be mistyped, and leaves none behind', async () => {
    using other = temporaryFolder()
    const mistyped = other.file('deep/dtaa')
    const elsewhere = await startUnfounded(settingsFor(mistyped))
    const { said } = elsewhere
    await elsewhere.stop()
    assert.match(said, /^writ: warning: there was no folder `.*dtaa`.*--data/)
    assert.deepEqual(readdirSync(other.path), [])
    mkdirSync(mistyped, { recursive: true })
    const there = await startUnfounded(settingsFor(mistyped))
    await there.stop()
    assert.match(there.said, /^writ: warning: `.*dtaa` holds no ledger.*--data/)
    assert.equal(existsSync(mistyped), true, 'a folder that was there stays')
  })

  it('makes no folder where others reach the server', async () => {
    using other = temporaryFolder()
    for (const host of ['0.0.0.0', '"::"'])
      await assert.rejects(
        startUnfounded(settingsFor(other.file('dtaa'), `host: ${host}\n`)).then((started) => started.stop()),
        /there is no folder `.*dtaa`.*127\.0\.0\.1/s,
        host,
      )
    assert.deepEqual(readdirSync(other.path), [])
    mkdirSync(other.file('meant'), { mode: 0o700 })
    const meant = await startUnfounded(settingsFor(other.file('meant'), 'host: 0.0.0.0\n'))
    await meant.stop()
    assert.deepEqual(readdirSync(other.file('meant')), [])
  })

  it('lets nobody on without the token, and keeps what they sent', async () => {
    const browser = place.browser()
    for (const path of ['/setup/edit', '/setup/check', '/setup/preview', '/setup/found']) {
      const asked = await browser.post(path, PLAN)
      assert.equal(asked.status, 403, path)
      assert.match(words(asked), /What you filled in is kept/)
      assert.ok(asked.text.includes('value="heron"') && asked.text.includes('A reading room'), path)
      assert.equal(browser.cookies.size, 0)
    }
    const wrong = await browser.send(await browser.post('/setup/check', PLAN), '/setup/check', { token: 'writ_00000000_nothing' })
    assert.equal(wrong.status, 403)
    assert.match(words(wrong), /is not the token of this server/)
    assert.ok(!wrong.text.includes('nothing"'), 'a token is never shown again')
    const right = await browser.send(wrong, '/setup/check', { token: place.token() })
    assert.equal(right.status, 200)
    assert.match(words(right), /A reading room can be read/)
    assert.deepEqual([...browser.cookies.keys()], ['__Host-writ-setup'])
  })

  it('counts wrong tokens, and holds up no right one', async () => {
    const browser = place.browser()
    let answer = await browser.post('/setup/token', { token: 'no' })
    for (let tries = 0; tries < 12 && answer.status === 403; tries += 1) answer = await browser.post('/setup/token', { token: 'no' })
    assert.equal(answer.status, 429)
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
    assert.equal((await enter(place, browser)).cookies.size, 1)
  })

  it('takes no visit that it did not begin', async () => {
    const browser = place.browser()
    browser.plant('__Host-writ-setup', 'A'.repeat(43))
    assert.match((await browser.get('/setup')).text, /name="token"/)
    assert.equal((await browser.post('/setup/found', PLAN)).status, 403)
  })

  it('shows mistakes of a charter at their places with the text as it was typed', async () => {
    const browser = await enter(place)
    const text = CHARTER.replace('change: reader', 'change: raeder')
    const wrong = await browser.submit('/setup', '/setup/check', { 'text-0': text })
    assert.equal(wrong.status, 422)
    assert.match(words(wrong), /charter\.yaml:6:\d+ .*raeder.*write `reader`/)
    assert.ok(wrong.text.includes('raeder') && wrong.text.includes('aria-invalid="true"'))
    const empty = await browser.submit('/setup', '/setup/check', { 'text-0': '  ' })
    assert.equal(empty.status, 422)
    const nobody = await browser.submit('/setup', '/setup/check', { 'text-0': CHARTER.replace('apply, link-accounts', 'link-accounts') })
    assert.equal(nobody.status, 422)
    assert.match(words(nobody), /no role of this charter gives the right to run Writ/)
    assert.equal(existsSync(`${data}/writ.sqlite`), false)
  })

  it('shows mistakes of the people at their fields with everything as it was typed', async () => {
    const browser = await enter(place)
    const step = await browser.submit('/setup', '/setup/check', { 'text-0': CHARTER })
    const tries: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ administrator: '' }, /Handle: Fill this in/i],
      [{ administrator: 'a\nb' }, /Handle: /],
      [{ administrator: 'heron', roster: 'people: [{ handle: Heron }]' }, /stands in the roster as Heron/],
      [
        { administrator: 'heron', roster: 'people:\n  - { handle: wren, roles: [{ role: raeder }] }' },
        /2:\d+ `raeder` is no role.*`reader`/,
      ],
      [{ administrator: 'heron', role: 'reader' }, /gives no right to run Writ/],
      [{ administrator: 'heron', roster: 'people: [{ handle: heron, standing: suspended }]' }, /the administrator must be able to act/],
      [{ administrator: 'heron', login: 'sso', login_id: '4711' }, /no server of this name/],
    ]
    for (const [fields, expected] of tries) {
      const wrong = await browser.send(step, '/setup/preview', fields)
      assert.equal(wrong.status, 422, JSON.stringify(fields))
      assert.match(words(wrong), expected)
      assert.ok(wrong.text.includes('A reading room'), 'the charter is still there')
      if (fields['roster'] !== undefined) assert.ok(wrong.text.includes(fields['roster'].split('\n')[0] ?? ''))
    }
    assert.equal(existsSync(`${data}/writ.sqlite`), false)
  })

  it('takes files in place of texts, the charter’s and the roster’s', async () => {
    const browser = await enter(place)
    const charter = new FormData()
    for (const [name, text] of Object.entries({ 'name-0': 'charter.yaml', 'text-0': 'nothing: here' })) charter.append(name, text)
    charter.append('upload', new File([CHARTER], 'mine.yaml'))
    const step = await browser.postParts('/setup/check', charter)
    assert.equal(step.status, 200)
    assert.ok(step.text.includes('value="mine.yaml"') && !step.text.includes('nothing: here'))
    const people = new FormData()
    for (const [name, text] of Object.entries({ ...PLAN, roster: 'not: this' })) people.append(name, text)
    people.append('upload', new File(['people: [{ handle: wren, roles: [{ role: reader }] }]\n'], 'roster.yaml'))
    const preview = await browser.postParts('/setup/preview', people)
    assert.match(words(preview), /wren is Reader from the founding/)
    const unreadable = new FormData()
    unreadable.append('upload', new File([new Uint8Array([0xff, 0xfe, 0x00])], 'charter.yaml'))
    assert.equal((await browser.postParts('/setup/check', unreadable)).status, 400)
    assert.equal((await browser.post('/setup/check', { 'name-0': 'a.yaml', 'text-0': 'x'.repeat(1_100_000) })).status, 413)
  })

  it('offers the charters that come with it, each of which can be founded on', async () => {
    const browser = await enter(place)
    const examples = await loadExamples()
    assert.ok(examples.length >= 6, String(examples.length))
    const page = await browser.get('/setup')
    for (const { id } of examples) assert.ok(page.text.includes(`href="/setup?example=${id}"`), id)
    assert.ok(parseCharter(examples[0]?.files ?? []).ok)
    for (const id of ['citizendium', 'lean-wiki']) {
      const step = await browser.submit(`/setup?example=${id}`, '/setup/check')
      assert.equal(step.status, 200, id)
      assert.match(words(step), /can be read: no|can be read: \d|can be read: one/, id)
      const preview = await browser.send(step, '/setup/preview', { administrator: 'heron' })
      assert.equal(preview.status, 200, id)
      assert.match(words(preview), /heron is [^,]+ from the founding/, id)
    }
    assert.match((await browser.get('/setup?example=../../etc')).text, /name="text-0"/)
    assert.equal(existsSync(`${data}/writ.sqlite`), false)
  })

  it('runs nothing that was typed, and breaks out of no field', async () => {
    const browser = await enter(place)
    const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
    const text = CHARTER.replace('A reading room', JSON.stringify(hostile)).replace('title: Keeper', `title: ${JSON.stringify(hostile)}`)
    const fields = { ...PLAN, 'text-0': text, 'name-0': `${hostile}.yaml`, administrator: hostile, roster: `# ${hostile}` }
    const answers = [
      await place.browser().post('/setup/found', fields),
      await browser.post('/setup/edit', fields),
      await browser.post('/setup/check', fields),
      await browser.post('/setup/preview', fields),
      await browser.post('/setup/check', { ...fields, 'text-0': `${hostile}: [` }),
      await browser.get(`/setup?example=${encodeURIComponent(hostile)}`),
    ]
    for (const answer of answers) assert.ok(!/<script>alert|<img src=x/.test(answer.text), answer.text.slice(0, 2000))
    assert.ok(answers.slice(0, 4).every((answer) => answer.text.includes('&lt;script&gt;alert(1)')))
  })

  it('keeps what was filled in on the way back to each step', async () => {
    const browser = await enter(place)
    const roster = 'people: [{ handle: wren, roles: [{ role: reader }] }]'
    const preview = await browser.post('/setup/preview', { ...PLAN, roster })
    const fields = Object.fromEntries(
      [...preview.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    assert.deepEqual(Object.keys(fields).toSorted(), ['administrator', 'name-0', 'role', 'roster', 'text-0'])
    const people = await browser.post('/setup/check', { ...PLAN, roster })
    assert.match(people.text, /name="administrator"[^>]*value="heron"|value="heron"[^>]*name="administrator"/)
    assert.match(people.text, /<option value="keeper" +selected/)
    const charter = await browser.post('/setup/edit', { ...PLAN, roster })
    assert.equal(charter.status, 200)
    const again = await browser.send(await browser.send(charter, '/setup/check'), '/setup/preview')
    assert.match(words(again), /wren is Reader from the founding/)
  })
})

describe('the founding in a browser', () => {
  it('writes what writ setup writes, logs the administrator in, and goes on as the usual server; setting up is over', async () => {
    await inPlace(async (place, data) => {
      const browser = await enter(place)
      const [token, stranger] = [place.token(), await enter(place)]
      const step = await browser.submit('/setup', '/setup/check', { 'text-0': CHARTER })
      assert.match(words(step), /promises.*Who could seize control/)
      const roster = 'people: [{ handle: wren, roles: [{ role: reader }] }]'
      const preview = await browser.send(step, '/setup/preview', { administrator: 'heron', roster })
      const sentences = [...preview.text.matchAll(/<li>([^<]*)<\/li>/g)].map(([, text]) => text ?? '')
      assert.equal(existsSync(`${data}/writ.sqlite`), false, 'nothing is written before')
      const done = await browser.send(preview, '/setup/found')
      assert.deepEqual([done.status, done.location], [303, '/setup/done'])
      await place.founded

      const entries = await entriesOf(data)
      const types = ['genesis', 'person.registered', 'grant.made', 'person.registered', 'grant.made', 'token.made', 'token.made']
      assert.deepEqual(
        entries.map(({ type }) => type),
        [...types, 'key.added'],
      )
      assert.equal(sentences.length, types.length, 'the preview told of each entry')
      for (const name of ['administrator.token', 'administrator.code']) assert.equal(statSync(`${data}/${name}`).mode & 0o777, 0o600, name)
      assert.equal(existsSync(`${data}/setup.token`), false)

      const page = await browser.follow(done)
      assert.equal(page.status, 200)
      assert.match(words(page), /Writ is set up/)
      assert.ok(page.text.includes(readFileSync(`${data}/administrator.code`, 'utf8').trim()))
      for (const other of [stranger, place.browser()]) {
        assert.equal((await other.get('/setup/done')).status, 303, 'the code is for who founded it')
        for (const path of ['/setup', '/setup/check', '/setup/guide']) {
          const over = await other.get(path)
          assert.equal(over.status, 404, path)
          assert.match(words(over), /set up here already/, path)
        }
        for (const path of ['/setup/token', '/setup/check', '/setup/found'])
          assert.equal((await other.post(path, { ...PLAN, token })).status, 404, path)
      }
      const inside = await browser.send(page, '/login/code')
      assert.deepEqual([inside.status, inside.location], [303, '/admin'])
      assert.equal((await browser.get('/admin')).status, 200)
      assert.equal((await place.browser().get('/matrix')).status, 200)
      assert.equal((await place.browser().post('/login/code', { code: readFileSync(`${data}/administrator.code`, 'utf8') })).status, 401)
      const bearer = readFileSync(`${data}/administrator.token`, 'utf8').trim()
      const me = await fetch(`${place.url}/api/v1/me`, { headers: { authorization: `Bearer ${bearer}` } })
      assert.equal(me.status, 200, await me.text())
      assert.equal((await entriesOf(data)).length, types.length + 2, 'only the code was used up, after the key was made')
      assert.ok(!place.said.includes(bearer))
    })
  })

  it('founds once where two do it at the same moment, and tells the other', async () => {
    await inPlace(async (place, data) => {
      const browsers = [await enter(place), await enter(place), await enter(place)]
      const answers = await Promise.all(
        browsers.map((browser, index) => browser.post('/setup/found', { ...PLAN, administrator: `heron-${index}` })),
      )
      const first = answers.findIndex(({ status }) => status === 303)
      assert.equal(answers.filter(({ status }) => status === 303).length, 1)
      for (const [index, answer] of answers.entries()) {
        if (index === first) continue
        assert.ok([404, 409].includes(answer.status), String(answer.status))
        assert.match(words(answer), /set up here already/)
      }
      const entries = await entriesOf(data)
      assert.equal(entries.filter(({ type }) => type === 'genesis').length, 1)
      const page = await (browsers[first] ?? assert.fail()).get('/setup/done')
      assert.match(words(page), new RegExp(`Log in as heron-${first}`))
      // sent twice by one browser: it comes to the same page
      assert.equal((await (browsers[first] ?? assert.fail()).send(page, '/login/code')).location, '/admin')
    })
  })

  it('notices at once that a command founded the ledger meanwhile', async () => {
    await inPlace(async (place) => {
      const browser = await enter(place)
      await found(place.settings, foundingOf('egret'))
      const late = await browser.post('/setup/found', PLAN)
      assert.equal(late.status, 404)
      assert.match(words(late), /set up here already/)
      await place.founded
      assert.equal(existsSync(`${place.settings.data}/setup.token`), false)
      assert.match((await browser.get('/')).text, /A reading room/)
    })
  })

  it('links what the administrator has: an account on a connected target, and one at a server that only lets in', async () => {
    using folder = temporaryFolder()
    const [data, file, secret] = [folder.file('data'), folder.file('wiki.json'), folder.file('sso.json')]
    writeFileSync(file, JSON.stringify({ groups: [], accounts: [{ id: '7', name: 'Heron', memberships: [] }] }))
    writeFileSync(secret, JSON.stringify({ client_id: 'x', client_secret: 'y' }), { mode: 0o600 })
    const config = `url: https://rights.example
targets: { wiki: { file: ${file} } }
login: { providers: { sso: { title: Single sign-on, oidc: 'https://idp.example', credentials: ${secret} } } }
`
    const place = await startUnfounded(settingsFor(data, config))
    try {
      const browser = await enter(place)
      const step = await browser.submit('/setup', '/setup/check', { 'text-0': CHARTER })
      assert.match(step.text, /name="account-wiki"/)
      const lonely = await browser.send(step, '/setup/preview', { administrator: 'heron', login: 'sso' })
      assert.equal(lonely.status, 422)
      const preview = await browser.send(step, '/setup/preview', {
        administrator: 'heron',
        'account-wiki': 'Nobody',
        login: 'sso',
        login_id: '4711',
      })
      assert.match(words(preview), /no account `Nobody` on wiki/)
      const fields = { ...PLAN, 'account-wiki': 'Heron', login: 'sso', login_id: '4711' }
      assert.equal((await browser.post('/setup/found', fields)).status, 303)
      const linked = (await entriesOf(data)).filter(({ type }) => type === 'account.linked')
      assert.equal(linked.length, 2)
    } finally {
      await place.stop()
    }
  })
})

describe('the token of a start', () => {
  it('opens nothing after an hour, whoever shows it, and a visit ends an hour after the last look', () => {
    const at = (milliseconds: number): Instant => instant(clock.now() + milliseconds)
    const begun = clock.now()
    const pass = createPass(hashing, randomness, begun)
    const late = (milliseconds: number) => instant(begun + milliseconds)
    assert.equal(pass.enter('', begun), undefined)
    assert.equal(pass.enter(`${pass.text}x`, begun), undefined)
    assert.equal(pass.enter(pass.text.slice(0, -1), begun), undefined)
    assert.equal(pass.enter(pass.text, late(HOUR)), undefined)
    const visit = pass.enter(`${pass.text}\n`, late(HOUR - 1))
    assert.ok(visit !== undefined)
    assert.ok(pass.isInside(visit, late(HOUR + 1000)))
    assert.ok(pass.isInside(visit, late(2 * HOUR)))
    assert.ok(!pass.isInside(visit, late(3 * HOUR + 1000)))
    assert.ok(!pass.isInside(undefined, at(0)) && !pass.isInside('', at(0)))
  })

  it('that is too old is told to be, and the page asks for another start', async () => {
    using folder = temporaryFolder()
    const old = createPass(hashing, randomness, instant(clock.now() - 2 * HOUR))
    const place = await startUnfounded(settingsFor(folder.file('data')), (setup) => (setup === undefined ? setup : { ...setup, pass: old }))
    try {
      const browser = place.browser()
      assert.match(words(await browser.get('/setup')), /older than an hour/)
      assert.equal((await browser.post('/setup/token', { token: old.text })).status, 403)
      assert.equal((await browser.post('/setup/found', { ...PLAN, token: old.text })).status, 403)
    } finally {
      await place.stop()
    }
  })

  it('is another one at each start, goes with the server, and takes no file of another server with it', async () => {
    using folder = temporaryFolder()
    const data = folder.file('data')
    const one = await startUnfounded(settingsFor(data))
    const [first, visitor] = [one.token(), await enter(one)]
    const other = await startUnfounded(settingsFor(data))
    const second = other.token()
    assert.notEqual(first, second)
    await one.stop()
    assert.equal(other.token(), second)
    const stale = other.browser()
    stale.plant('__Host-writ-setup', visitor.cookies.get('__Host-writ-setup') ?? '')
    assert.equal((await stale.post('/setup/found', { ...PLAN, token: first })).status, 403)
    await other.stop()
    assert.deepEqual(readdirSync(data), [])
  })
})
