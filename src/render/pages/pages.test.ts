import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, shippedCharter } from '../../../test/support/charter.ts'
import { messagePages } from '../mediawiki/messages.ts'
import { webAddress } from '../web-address.ts'
import { holdersPage } from './holders-page.ts'
import { lastDay } from './last-day.ts'
import { logPage } from './log-page.ts'
import { matrixPage } from './matrix-page.ts'
import { pageHtml } from './page-html.ts'
import { isLegalTitle, pageNames } from './page-names.ts'
import { pageWikitext } from './page-wikitext.ts'
import { rolePage } from './role-page.ts'

const citizendium = shippedCharter('citizendium')
const names = pageNames(citizendium, 'Project:Rights')

describe('pages about a charter', () => {
  it('tell who has which right, with the reason', () => {
    const page = pageWikitext(matrixPage(citizendium, 'wiki', names))
    const rows = page.split('\n|-\n')
    const [right, block] = [...citizendium.rights.get('wiki')!].find(([, { why }]) => why !== undefined)!
    const row = rows.find((one) => one.startsWith(`! scope="row" | <code>${right}</code>`))
    assert.ok(row?.includes(block.why?.slice(0, 20) ?? '?'), row)
    assert.doesNotMatch(page, /Linnaeus/, 'an abolished group has no column')
  })

  it('tell how to get a role, and how it ends', () => {
    const page = pageWikitext(rolePage(citizendium, 'founder', names)!)
    assert.match(page, /== How to get it ==/)
    assert.match(page, /<strong>Management Committee<\/strong>&#32;can take it away/)
    assert.equal(rolePage(citizendium, 'nobody', names), undefined)
  })

  it('link each other as HTML where the other page is there', () => {
    const html = pageHtml(matrixPage(citizendium, 'wiki', names), (title) => (title === names.charter ? 'start.html' : undefined))
    assert.match(html, /<a href="start\.html">Citizendium, overhaul of user rights<\/a>/)
  })

  it('list holders by role, and by rights where the role is not public', () => {
    const row = { rights: ['wiki.block'], since: '2031-02-03T00:00:00Z', until: null, why: 'Elected', decidedBy: undefined }
    const page = pageWikitext(
      holdersPage(
        citizendium,
        [
          { ...row, person: 'Ada', role: 'constable' },
          { ...row, person: 'Bo', role: undefined },
          { ...row, person: undefined, role: 'founder' },
        ],
        names,
      ),
    )
    assert.match(page, /Holders of Constable[^]*Ada[^]*2031-02-03[^]*without end[^]*Elected/)
    assert.match(page, /== Rights held ==[^]*Bo[^]*<code>wiki\.block<\/code>/)
    assert.doesNotMatch(page, /Holders of Founder/)
    assert.doesNotMatch(page, /Decided by/, 'a column of which nothing is said is left out')
  })

  it('keep no column of what the charter keeps back', () => {
    const rows = [
      {
        seq: 3,
        at: '2031-02-03T10:00:00Z',
        type: 'grant.made',
        person: 'Ada',
        text: '',
        fields: { account: 'Ada (staff)', rights: 'wikis.block', use_case: 'Audit' },
      },
    ]
    const page = pageWikitext(logPage(rows, 'Staff rights', names, (id) => id))
    assert.deepEqual(
      [...page.matchAll(/! scope="col" \| (.*)/g)].map(([, title]) => title),
      ['Entry', 'Date', 'Who', 'Change', 'Rights', 'Use case'],
    )
  })
})

describe('the end of a term', () => {
  it('is its last day', () => {
    assert.deepEqual(['2027-07-01T00:00:00Z', '2027-06-30T12:00:00Z', '2027-06-30'].map(lastDay), [
      '2027-06-30',
      '2027-06-30',
      '2027-06-30',
    ])
  })
})

describe('titles of pages', () => {
  it('are what a wiki takes and gives back unchanged', () => {
    for (const title of ['Management Committee', 'Project:Rights', '漢字', 'O’Hara & Sons', 'C++']) assert.ok(isLegalTitle(title), title)
    for (const title of [
      '',
      ' x',
      'a  b',
      'a_b',
      'a#b',
      '[x]',
      'a|b',
      '%41',
      '&amp;',
      '~~~',
      '../x',
      'a/./b',
      'x:',
      ':x',
      'a\u202eb',
      'a\u00a0b',
      'x'.repeat(201),
    ])
      assert.ok(!isLegalTitle(title), title)
  })

  it('are the role’s own, or its id where the wiki cannot carry them or two are the same', () => {
    const charter = charterOf(`
writ: 1
title: T
targets: { wiki: { connector: mediawiki } }
roles:
  one: { title: Same, purpose: P }
  two: { title: same, purpose: P }
  log: { title: Log, purpose: P }
  odd: { title: "a|b", purpose: P }
  good: { title: Good, purpose: P }
amendments: { by: none }
`)
    const made = pageNames(charter, 'X')
    assert.deepEqual(
      ['one', 'two', 'log', 'odd', 'good'].map((id) => made.role(id)),
      ['X/role-one', 'X/role-two', 'X/role-log', 'X/role-odd', 'X/Good'],
    )
  })
})

describe('messages of the interface', () => {
  it('name groups, their members and their page, and say what rights do', () => {
    const { pages, remarks } = messagePages(citizendium, 'wiki', names)
    const said = new Map(pages.map(({ title, text }) => [title, text]))
    assert.deepEqual(remarks, [])
    assert.equal(said.get('MediaWiki:Group-all'), 'All visitors and Citizens')
    assert.equal(said.get('MediaWiki:Group-Constable-member'), 'Constable')
    assert.equal(said.get('MediaWiki:Grouppage-Constable'), 'Project:Rights/Constable')
    assert.match(said.get('MediaWiki:Right-delete') ?? '', /^\p{Lu}/u)
    assert.match(said.get('MediaWiki:Action-delete') ?? '', /^\p{Ll}.*[^.]$/u)
    assert.match(said.get('MediaWiki:Protect-level-editprotectedtemplates') ?? '', /^Allow only /)
    assert.ok(![...said.keys()].some((title) => title.includes('bureaucrat')), 'an abolished group has no name any more')
  })
})

describe('addresses', () => {
  it('are links only where they lead to the web, with nothing in them that means something else', () => {
    assert.equal(webAddress('https://wiki.example/wiki/CZ:Some_Page?x=1#y'), 'https://wiki.example/wiki/CZ:Some_Page?x=1#y')
    assert.equal(webAddress("https://wiki.example/a'b[c]~__TOC__"), 'https://wiki.example/a%27b%5Bc%5D%7E%5F%5FTOC%5F%5F')
    assert.equal(webAddress('https://wiki.example/<b>"|{{x}}'), 'https://wiki.example/%3Cb%3E%22%7C%7B%7Bx%7D%7D')
    for (const text of [
      'javascript:alert(1)',
      'http://',
      '//x',
      'https://user:pw@x/',
      'ftp://x/',
      'https://x\u202e/',
      '\ud800',
      'mailto:a@b',
    ])
      assert.equal(webAddress(text), undefined, text)
  })
})
