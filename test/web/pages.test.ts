/** Every page and its twin: there, whole, readable by machines and in the budget. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { matrixOf } from '../../src/charter/matrix.ts'
import { draft } from '../../src/ledger/entry.ts'
import { tagsOf, textOf } from '../support/html.ts'
import { openSite, type Site } from '../support/site.ts'
import { publicPages, twinOfPath } from './every-page.ts'
import * as twins from './twins.ts'

const site = await openSite()
const staff = await openSite({ charter: 'staff-rights', administrator: { handle: 'heron', role: 'trust-and-safety' } })

const PAGES = publicPages.map((page) => ({ ...page, twin: twinOfPath(page.path) }))

describe('a page', () => {
  it('has one heading, a skip link, a language, its place in the navigation and its twin', async () => {
    for (const { path, twin, heading } of PAGES) {
      const page = await site.text(path)
      const tags = tagsOf(page)
      assert.equal(tags.filter(({ name }) => name === 'h1').length, 1, path)
      assert.ok(page.includes(`<h1>${heading}</h1>`), path)
      assert.equal(tags.find(({ name }) => name === 'html')?.attributes.get('lang'), 'en')
      assert.equal(tags.find(({ name }) => name === 'a')?.attributes.get('href'), '#main', path)
      assert.ok(tags.some(({ name, attributes }) => name === 'main' && attributes.get('id') === 'main'))
      const current = tags.filter(({ attributes }) => attributes.has('aria-current') && attributes.has('href'))
      const section = `/${path.split('/')[1] ?? ''}`
      assert.deepEqual(
        current.map(({ attributes }) => attributes.get('href')),
        ['/policy', '/hierarchy', '/reviews'].includes(section) ? [] : [section],
        path,
      )
      const data = tags.find(({ attributes }) => attributes.get('type') === 'application/json')?.attributes.get('href') ?? ''
      assert.equal(data.replace(/\?.*/, ''), twin, path)
      const ids = tags.flatMap(({ attributes }) => attributes.get('id') ?? [])
      assert.deepEqual(ids, [...new Set(ids)], `${path} names two things alike`)
    }
  })

  it('says by which revision of the charter it speaks', async () => {
    for (const { path } of PAGES) assert.match(textOf(await site.text(path)), /Charter revision 1, in force since 3 May 2026, 10:00 UTC/)
  })

  it('links only to what is there', async () => {
    const seen = new Set<string>()
    const open = PAGES.map(({ path }) => path)
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      const response = await site.get(path)
      assert.equal(response.status, 200, path)
      if (response.headers.get('content-type')?.startsWith('text/html') !== true) continue
      const tags = tagsOf(await response.text())
      const ids = new Set(tags.map(({ attributes }) => attributes.get('id')))
      for (const { attributes } of tags) {
        const href = attributes.get('href')?.replaceAll('&amp;', '&') ?? ''
        if (href.startsWith('#')) assert.ok(ids.has(decodeURIComponent(href.slice(1))), `${path} has no ${href}`)
        if (href.startsWith('/')) open.push(href.replace(/#.*/, ''))
      }
    }
    assert.ok(seen.size > 100, `only ${seen.size} pages found`)
  })

  it('has a twin of the documented shape and nothing besides', async () => {
    for (const one of [site, staff]) {
      for (const { path, twin, shape } of PAGES) {
        const there = one === site ? twin : twin.replace('copper-smith', 'heron').replace('constable', 'trust-and-safety')
        const checked = shape.safeParse(await one.json(there))
        assert.ok(checked.success, `${path}: ${checked.error?.message}`)
      }
    }
  })
})

describe('the budget', () => {
  const kilobytes = (text: string) => gzipSync(text, { level: 9 }).length / 1000

  it('holds the matrix of the Citizendium overhaul in 10 kB and every other page in 30', async () => {
    const size = kilobytes(await site.text('/matrix'))
    assert.ok(size <= 10, `${size} kB`)
    for (const { path } of PAGES) assert.ok(kilobytes(await site.text(path)) <= 30, path)
  })

  it('holds a style sheet in 6 kB and the one script in 2', async () => {
    for (const name of ['site-ltr.css', 'site-rtl.css']) {
      const size = kilobytes(await site.text(`/assets/${name}`))
      assert.ok(size > 3 && size <= 6, `${name}: ${size} kB`)
    }
    const script = kilobytes(await site.text('/assets/site.js'))
    assert.ok(script > 0.2 && script <= 2, `site.js: ${script} kB`)
    for (const { path } of PAGES) assert.equal((await site.text(path)).split('<script').length, 2, path)
  })

  it('is asked for before the page has come', async () => {
    for (const [path, direction] of [
      ['/matrix', 'ltr'],
      ['/nowhere', 'ltr'],
      ['/?uselang=en-x-rtl', 'rtl'],
    ] as const) {
      const answer = await site.get(path)
      const [, sheet = '', script = ''] =
        /^<(.*)>; rel=preload; as=style, <(.*)>; rel=preload; as=script$/.exec(answer.headers.get('link') ?? '') ?? []
      assert.ok(sheet.startsWith(`/assets/site-${direction}.css?v=`) && script.startsWith('/assets/site.js?v='), path)
      const page = await answer.text()
      assert.ok(page.includes(`href="${sheet}"`) && page.includes(`src="${script}"`), path)
      for (const address of [sheet, script])
        assert.equal((await site.get(address)).headers.get('cache-control'), 'public, max-age=31536000')
      assert.equal((await site.get(sheet.replace(/v=.*/, 'v=another'))).headers.get('cache-control'), 'public, max-age=3600')
    }
    assert.equal((await site.get('/matrix.json')).headers.get('link'), null)
  })

  it('leaves out what no page uses of the style sheets of the design system, and nothing else', async () => {
    const source = readdirSync('src/web', { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:ts|css|js)$/.test(name))
    const own = source.map((name) => readFileSync(`src/web/${name}`, 'utf8')).join('\n')
    const classes = [...own.matchAll(/cdx-[\w-]*\w(?![\w-])/g)].map(([name]) => name)
    // what Codex gives by itself, without a rule
    const asItIs = ['cdx-button--size-medium']
    assert.ok(classes.length > 20)
    for (const name of ['site-ltr.css', 'site-rtl.css']) {
      const sheet = await site.text(`/assets/${name}`)
      for (const used of classes.filter((one) => !asItIs.includes(one))) assert.match(sheet, new RegExp(`\\.${used}(?![\\w-])`))
      const tokens = [...sheet.matchAll(/var\((--[\w-]+)\)/g)].map(([, token = '']) => token)
      assert.ok(tokens.length > 50)
      for (const token of tokens) assert.ok(sheet.includes(`${token}:`), token)
      assert.doesNotMatch(sheet, /cdx-(?:icon|checkbox|dialog)\b/)
    }
  })
})

describe('the matrix', () => {
  it('shows every cell of the charter’s matrix, once', async () => {
    const { cells } = matrixOf(site.source.charter, 'wiki')
    const expected = [...cells.values()].reduce((sum, row) => sum + row.size, 0)
    const page = await site.text('/matrix')
    assert.ok(expected > 100)
    assert.equal([...page.matchAll(/<span role="img" aria-label="(?:yes|inherited|revoked)">/g)].length, expected)
    const view = (await site.json('/matrix.json')) as { rights: { name: string; cells: object }[] }
    for (const right of view.rights) assert.deepEqual(right.cells, Object.fromEntries(cells.get(right.name) ?? []), right.name)
  })

  it('is filtered by right, by reason, by group, and says how to get everything back', async () => {
    const shown = async (query: string) => {
      const view = (await site.json(`/matrix.json?${query}`)) as { rights: { name: string }[]; groups: { name: string }[] }
      return { rights: view.rights.map(({ name }) => name), groups: view.groups.map(({ name }) => name) }
    }
    assert.deepEqual((await shown('q=blockemail')).rights, ['blockemail'])
    assert.ok((await shown('q=overloads+the+machines')).rights.includes('block'))
    assert.deepEqual((await shown('q=Editorial+Council')).groups, ['EditorialCouncil'])
    assert.deepEqual((await shown('q=qqxyz')).rights, [])
    assert.match(await site.text('/matrix?q=qqxyz'), /Show everything/)
    assert.deepEqual(await shown('target=forum&q='), await shown('target=forum'))
    assert.notDeepEqual(await shown('target=forum'), await shown('target=wiki'))
    assert.deepEqual(await shown('target=moon'), await shown('target=wiki'))
  })
})

describe('a role', () => {
  it('has a document whose address ends a line after a separator alone', async () => {
    const page = await site.text('/roles/constable')
    const [, address = '', shown = ''] = /<a href="(https:[^"]+)">(https:.*?)<\/a>/.exec(page) ?? []
    assert.match(shown, /\/<wbr \/>\w/)
    assert.doesNotMatch(shown, /[^-./_:@=&?]<wbr/)
    assert.equal(shown.replaceAll('<wbr />', ''), address)
  })

  it('says who can give it and take it, in words, with the line', async () => {
    const page = textOf(await site.text('/roles/editor'))
    assert.match(page, /Editorial Personnel Administrator can give it to themselves too roles\.yaml:\d+/)
    assert.match(page, /Anybody with an account can ask for it; who decides: Editorial Personnel Administrator/)
    assert.match(page, /Management Committee can take it away, once Management Committee or Editorial Council agrees/)
    assert.doesNotMatch(page, /Editorial Personnel Administrator can take it away/)
  })

  it('names the line at which the charter says so', async () => {
    const view = (await site.json('/roles/constable.json')) as { line: string; title: string }
    const charter = (await site.json('/charter.json')) as { files: { name: string; lines: string[] }[] }
    const [file, line] = view.line.split(':')
    assert.equal(charter.files.find(({ name }) => name === file)?.lines[Number(line) - 1]?.trim(), 'constable:')
  })
})

describe('the log', () => {
  const rowsOf = async (one: Site, query: string) =>
    (await one.json(`/log.json${query}`)) as {
      rows: { seq: number; person?: string; type: string; fields: Record<string, string> }[]
      older?: number
      size: number
    }

  it('has every entry on some page, newest first, each once', async () => {
    const seen: number[] = []
    let from: number | undefined
    do {
      const part = await rowsOf(site, from === undefined ? '' : `?from=${from}`)
      seen.push(...part.rows.map(({ seq }) => seq))
      from = part.older
    } while (from !== undefined)
    const { size } = await rowsOf(site, '')
    assert.ok(size > 50)
    assert.deepEqual(
      seen,
      Array.from({ length: size }, (_, index) => size - 1 - index),
    )
  })

  it('is filtered by person, role and kind of entry', async () => {
    const { rows: mine } = await rowsOf(site, '?person=amber-miller')
    assert.ok(mine.length >= 2 && mine.every(({ person }) => person === 'amber-miller'))
    const { rows: constables } = await rowsOf(site, '?role=constable')
    assert.ok(constables.length >= 3 && constables.every(({ fields }) => fields['role'] === 'constable'))
    const { rows: made } = await rowsOf(site, '?type=grant.made')
    assert.ok(made.length > 20 && made.every(({ type }) => type === 'grant.made'))
    const { rows: ofGrants } = await rowsOf(site, '?type=grant')
    assert.ok(ofGrants.length >= made.length && ofGrants.every(({ type }) => type.startsWith('grant.')))
    const { rows: changes } = await rowsOf(site, '?type=changes')
    assert.ok(changes.length > 20 && changes.every(({ type }) => !/^(?:plan|effect)\.|^target\.observed$|^sealed$/.test(type)))
    assert.deepEqual((await rowsOf(site, '?person=nobody-at-all')).rows, [])
    assert.deepEqual((await rowsOf(site, '?type=no.such.type')).rows, [])
  })

  it('takes an entry number of any size, and what is no number', async () => {
    const all = await rowsOf(site, '')
    for (const odd of ['999999999999999', '-1', '1e3', 'abc', '', '0x10'])
      assert.deepEqual((await rowsOf(site, `?from=${odd}`)).rows.length, all.rows.length, odd)
    assert.deepEqual(
      (await rowsOf(site, '?from=0')).rows.map(({ seq }) => seq),
      [0],
    )
  })

  it('comes as a spreadsheet in which no field is a formula', async () => {
    const own = await openSite()
    await own.record(draft('person.registered', { subject: 's-0123456789abcdef', handle: '=HYPERLINK("//evil")' }))
    await own.record(
      draft('grant.made', {
        subject: 's-0123456789abcdef',
        role: 'constable',
        from: '2026-05-03T10:00:00.000Z',
        clause: 'roles.constable',
        decided_by: [],
        door: 'power',
        use_case: '+1',
      }),
    )
    const table = await own.text('/log.csv')
    const lines = table.trimEnd().split('\r\n')
    assert.equal(lines[0], '"entry","time","type","person","what"')
    assert.equal(lines.length, 1 + own.journal.size)
    assert.ok(table.includes(`"'=HYPERLINK(""//evil"")"`))
    assert.doesNotMatch(table, /(?:^|,)"[=+@-]/m)
    assert.match((await own.get('/log.csv')).headers.get('content-disposition') ?? '', /^attachment/)
  })
})

describe('people', () => {
  it('are in pages of 200, found by handle and by role', async () => {
    const own = await openSite()
    const drafts = Array.from({ length: 450 }, (_, index) => {
      const subject = `s-${String(index).padStart(16, '0')}`
      return [
        draft('person.registered', { subject, handle: `member-${String(index).padStart(3, '0')}` }),
        draft('grant.made', {
          subject,
          role: index % 2 === 0 ? 'editor' : 'constable',
          from: '2026-05-03T10:00:00.000Z',
          clause: 'roles.editor',
          decided_by: [],
          door: 'founding',
        }),
      ]
    }).flat()
    await own.record(...drafts)
    const part = async (query: string) =>
      (await own.json(`/people.json${query}`)) as { count: number; pages: number; page: number; people: { handle: string }[] }
    const first = await part('')
    assert.deepEqual([first.page, first.pages, first.people.length], [1, 3, 200])
    const rest = [...(await part('?page=2')).people, ...(await part('?page=3')).people]
    assert.equal(new Set([...first.people, ...rest].map(({ handle }) => handle)).size, first.count)
    assert.deepEqual((await part('?page=77')).people, (await part('?page=3')).people)
    assert.deepEqual(
      (await part('?q=MEMBER-44')).people.map(({ handle }) => handle),
      Array.from({ length: 10 }, (_, index) => `member-44${index}`),
    )
    const editors = await part('?q=editor')
    assert.ok(editors.count >= 225 && editors.count < 300, String(editors.count))
    const role = (await own.json('/roles/editor.json')) as { holders: number; holding: object[] }
    assert.ok(role.holders >= 225)
    assert.equal(role.holding.length, 200)
    assert.match(await own.text('/roles/editor'), /All \d+ of them/)
  })
})

const LEAN = { charter: 'lean-wiki', roster: { people: [] }, administrator: { handle: 'alder-admin', role: 'administrator' } } as const

describe('the matrix as one user type sees it', () => {
  it('shows a visitor of the lean access model what is closed, where they read, and how one becomes more', async () => {
    const lean = await openSite(LEAN)
    const view = (await lean.json('/matrix.json?as=everyone')) as {
      rights: { name: string }[]
      as: { places: { name: string; read: boolean; write: boolean }[] }
    }
    assert.deepEqual(twins.matrix.parse(view), view)
    const places = new Map(view.as.places.map(({ name, read, write }) => [name, [read, write]]))
    assert.deepEqual(
      [places.get('Main'), places.get('Projekt')],
      [
        [true, false],
        [false, false],
      ],
    )
    assert.ok(view.rights.every(({ name }) => name !== 'edit'))
    const page = textOf(await lean.text('/matrix?as=everyone'))
    assert.match(page, /As Any internet user \(type 0\)/)
    assert.match(page, /Internal namespaces are for people who are logged in charter\.yaml:\d+ read; open to Registered user/)
    assert.match(page, /Administrators make accounts; write to/)
    assert.doesNotMatch(page, /They can ask for/, 'only an account asks')
  })

  it('lets whoever has an account ask for what is next, and a researcher for nothing more', async () => {
    const lean = await openSite(LEAN)
    assert.match(textOf(await lean.text('/matrix?as=registered')), /They can ask for: Researcher/)
    const researcher = (await lean.json('/matrix.json?as=researcher')) as {
      groups: { name: string }[]
      as: { asks: object[]; gates: { text: string }[] }
    }
    assert.deepEqual(
      researcher.groups.map(({ name }) => name),
      ['*', 'user', 'researcher'],
    )
    assert.deepEqual(researcher.as.asks, [])
    assert.deepEqual(
      researcher.as.gates.map(({ text }) => text),
      ['A page with a pageaccess line is open to the groups it names'],
    )
    assert.match(textOf(await lean.text('/matrix?as=administrator')), /No gate stands before them/)
  })

  it('is the matrix of all where nobody of that name is known', async () => {
    const whole = (await site.json('/matrix.json')) as object
    assert.deepEqual(await site.json('/matrix.json?as=nobody-of-that-name'), whole)
  })
})
