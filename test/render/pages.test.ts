/** The pages about a charter, read back by the parsers that will read them: MediaWiki's and a browser's. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Charter, RightBlock, RoleBlock } from '../../src/charter/model.ts'
import { showHidden } from '../../src/render/hidden-characters.ts'
import { importXml } from '../../src/render/mediawiki/import-xml.ts'
import { messagePages } from '../../src/render/mediawiki/messages.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import type { PageDocument } from '../../src/render/pages/document.ts'
import type { HolderRow } from '../../src/render/pages/holders-page.ts'
import { logPage } from '../../src/render/pages/log-page.ts'
import { pageHtml } from '../../src/render/pages/page-html.ts'
import { pageNames } from '../../src/render/pages/page-names.ts'
import { pageWikitext } from '../../src/render/pages/page-wikitext.ts'
import { pagesOf } from '../../src/render/pages/pages-of.ts'
import { startBrowser } from '../services/browser.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import { charterOf } from '../support/charter.ts'
import { hostileTexts } from '../support/hostile-texts.ts'

const names = pageNames(
  charterOf('{ writ: 1, title: X, targets: { wiki: { connector: mediawiki } }, roles: {}, amendments: { by: none } }'),
  'Project:Rights',
)
const WIKI_MARKS: readonly string[] = [
  "'''bold''' ''italic''",
  '[[Main Page|come here]]',
  '[https://evil.example click]',
  'https://evil.example/ and mailto:a@b.example',
  '{{Main Page}} {{SITENAME}}',
  '|} || ! !! |-',
  '== heading ==',
  '* list',
  '; a : b',
  '~~~~',
  '__TOC__ __NOINDEX__',
  '<nowiki>x</nowiki><ref>y</ref>',
  '<!-- gone -->',
  '<b onmouseover="alert(1)">x</b>',
  'RFC 2119 PMID 12 ISBN 0-306-40615-2',
  '-{zh}- ----',
  '&lt;b&gt; &#91;',
  '$1 and $2',
  '</td></table>',
  '"><img src=x onerror=alert(1)>',
]
const texts = [...hostileTexts.filter((text) => text.length < 1000 && text.trim() !== '' && text !== '\u0000'), ...WIKI_MARKS]

/** A charter that says these texts wherever a charter can say one: past the parser, for a printer trusts nobody. */
function charterSaying(all: readonly string[]): Charter {
  const base = charterOf(`
writ: 1
title: T
text: X
targets: { wiki: { connector: mediawiki, title: W } }
statements: { s: { text: S } }
classes: { basic: { text: B, level: 1 } }
rights: { wiki: { read: { text: R } } }
groups: { wiki: { "*": { implicit: everyone, rights: [read] }, helper: { rights: [read] } } }
roles:
  helper: { title: H, purpose: P, gives: { wiki: helper }, request: { asks: { q: Q }, states: s, stages: [{ by: helper }] } }
amendments: { by: none }
`)
  const role = base.roles.get('helper')!
  const right = base.rights.get('wiki')!.get('read')!
  const groups = base.groups.get('wiki')!
  const block = groups.get('helper')!
  const roles = all.map((text, index): [string, RoleBlock] => [
    `r${index}`,
    {
      ...role,
      title: text,
      purpose: text,
      contact: text,
      alsoCalled: [text],
      gives: new Map([['wiki', [`g${index}`]]]),
      request: { ...role.request!, asks: new Map([['q', text]]) },
    },
  ])
  const rights = all.map((text, index): [string, RightBlock] => [
    `right${index}`,
    { ...right, text, why: text, providedBy: text, protects: true },
  ])
  return {
    ...base,
    title: all[0] ?? '',
    text: all[1] ?? '',
    statements: new Map([['s', { text: all[2] ?? '', lasts: undefined }]]),
    rights: new Map([['wiki', new Map([['read', right], ...rights])]]),
    groups: new Map([
      [
        'wiki',
        new Map([
          ...groups,
          ...all.map((text, index) => [`g${index}`, { ...block, title: text, rights: ['read', `right${index}`] }] as const),
        ]),
      ],
    ]),
    roles: new Map([['helper', role], ...roles]),
    promises: all.map((text) => ({ text, kind: 'survives', accounts: 1 })),
  }
}

function holdersSaying(all: readonly string[]): readonly HolderRow[] {
  return all.map((text, index) => ({
    person: text,
    role: `r${index}`,
    rights: [text],
    since: '2031-01-01T00:00:00Z',
    until: null,
    why: text,
    decidedBy: text,
  }))
}

function allPages(all: readonly string[]): readonly PageDocument[] {
  const charter = charterSaying(all)
  const rows = all.map((text, index) => ({
    seq: index,
    at: '2031-01-01T00:00:00Z',
    type: 'grant.made',
    person: text,
    text,
    fields: { account: text, role: text, use_case: text, rights: text },
  }))
  return [
    ...pagesOf(charter, 'wiki', ['charter', 'matrix', 'roles', 'holders'], { ...pageNames(charter, 'Project:Rights') }, holdersSaying(all)),
    logPage(rows, all[0] ?? '', names, (id) => id),
  ]
}

/** As many plain texts: what the pages look like when nothing tries anything. Titles of roles must be unusable as page titles too. */
const plainTexts = texts.map((_, index) => `word${index}_`)
const squeezed = (text: string) => text.replaceAll(/[\s\u00a0]+/g, ' ').trim()

interface Read {
  readonly elements: readonly string[]
  readonly text: string
}

/** What the wiki's parser makes of pages: the names of all elements in order, and the text. */
async function parsedByWiki(wiki: Wiki, pages: readonly PageDocument[]): Promise<readonly Read[]> {
  return (await wiki.php(
    `$out = [];
foreach ( $args as $text ) {
  $parser = MediaWiki\\MediaWikiServices::getInstance()->getParserFactory()->create();
  $options = ParserOptions::newFromAnon(); $options->setSuppressTOC( true );
  $html = $parser->parse( $text, Title::newFromText( 'Project:Somewhere' ), $options )->getText( [ 'unwrap' => true, 'enableSectionEditLinks' => false, 'allowTOC' => false ] );
  $document = new DOMDocument(); @$document->loadHTML( '<meta charset="utf-8"><body>' . $html );
  $elements = []; $body = $document->getElementsByTagName( 'body' )->item( 0 );
  // a heading that is not ASCII gets an empty second anchor
  foreach ( $body->getElementsByTagName( '*' ) as $node ) { if ( $node->nodeName !== 'span' || $node->textContent !== '' ) { $elements[] = $node->nodeName; } }
  $out[] = [ 'elements' => $elements, 'text' => $body->textContent ];
}
return $out;`,
    pages.map(pageWikitext),
  )) as readonly Read[]
}

function assertTexts(said: readonly Read[], what: string): void {
  const whole = squeezed(said.map(({ text }) => text).join('\n'))
  for (const text of texts) assert.ok(whole.includes(squeezed(showHidden(text))), `${what}: \`${text}\` does not read as it is`)
}

describe('the pages about a charter', () => {
  it('bring no markup to life on a wiki, whatever names and texts say', { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
    const wiki = await startWiki()
    try {
      const tame = await parsedByWiki(wiki, allPages(plainTexts))
      const hostile = await parsedByWiki(wiki, allPages(texts))
      assert.equal(hostile.length, tame.length)
      assert.ok(hostile.length > texts.length)
      for (const [index, { elements }] of hostile.entries()) assert.deepEqual(elements, tame[index]?.elements, `page ${index}`)
      assertTexts(hostile, 'wikitext')
      console.log(`wikitext pages: ${hostile.length} pages saying ${texts.length} hostile texts have the elements of tame ones`)
    } finally {
      await wiki.stop()
    }
  })

  it('bring no markup to life in a browser', { skip: skipUnless(['chromium'], 'full') }, async () => {
    const browser = await startBrowser()
    try {
      const page = await browser.newPage({ javaScriptEnabled: false })
      const read = async (documents: readonly PageDocument[]): Promise<readonly Read[]> => {
        const seen: Read[] = []
        for (const document of documents) {
          await page.setContent(pageHtml(document, () => undefined))
          const elements = await page.locator('body *').evaluateAll((nodes) => nodes.map((node) => node.nodeName))
          seen.push({ elements, text: (await page.locator('body').textContent()) ?? '' })
        }
        return seen
      }
      const tame = await read(allPages(plainTexts))
      const hostile = await read(allPages(texts))
      for (const [index, { elements }] of hostile.entries()) assert.deepEqual(elements, tame[index]?.elements, `page ${index}`)
      assertTexts(hostile, 'HTML')
    } finally {
      await browser.close()
    }
  })

  it(
    'give the wiki its names of groups and rights by an import, and no more',
    { skip: skipUnless(['mediawiki', 'php'], 'full') },
    async () => {
      const listOf = async (said: readonly string[]) => {
        const charter = charterSaying(said)
        const settings = renderSettings(withEditors(charter), 'wiki', { hash: 'test' })
        assert.ok(settings.ok, JSON.stringify(settings))
        const wiki = await startWiki({ groupsPhp: `${settings.value.text}\n$wgUseDatabaseMessages = true;` })
        try {
          const { pages, remarks } = messagePages(charter, 'wiki', pageNames(charter, 'Project:Rights'))
          assert.deepEqual(remarks, [])
          const done = await wiki.php(
            `$source = new ImportStringSource( $args );
$importer = MediaWiki\\MediaWikiServices::getInstance()->getWikiImporterFactory()->getWikiImporter( $source );
return $importer->doImport();`,
            importXml(pages, 'Made'),
          )
          assert.equal(done, true)
          const listed = await (await fetch(`${wiki.url}/index.php?title=Special:ListGroupRights`)).text()
          return { pages, listed: await htmlRead(wiki, listed) }
        } finally {
          await wiki.stop()
        }
      }
      const tame = await listOf(plainTexts)
      const hostile = await listOf(texts)
      assert.deepEqual(hostile.listed.elements, tame.listed.elements)
      assert.ok(hostile.pages.length > 30)
      const shown = squeezed(hostile.listed.text)
      for (const text of WIKI_MARKS)
        assert.ok(shown.includes(squeezed(showHidden(text))), `\`${text}\` is not what the list of rights says`)
    },
  )
})

/** Somebody must edit protected pages, or the settings are refused. */
function withEditors(charter: Charter): Charter {
  const groups = charter.groups.get('wiki')!
  const read = charter.rights.get('wiki')!.get('read')!
  return {
    ...charter,
    groups: new Map([['wiki', new Map([...groups, ['helper', { ...groups.get('helper')!, rights: ['read', 'editprotected'] }]])]]),
    rights: new Map([['wiki', new Map([...charter.rights.get('wiki')!, ['editprotected', read]])]]),
  }
}

/** The table of groups on a page of the wiki itself. */
async function htmlRead(wiki: Wiki, html: string): Promise<Read> {
  return (await wiki.php(
    `$document = new DOMDocument(); @$document->loadHTML( '<meta charset="utf-8">' . $args );
$xpath = new DOMXPath( $document ); $elements = []; $text = '';
foreach ( $xpath->query( '//table[contains(@class,"mw-listgrouprights-table")]' ) as $table ) {
  foreach ( $xpath->query( './/*', $table ) as $node ) { $elements[] = $node->nodeName; }
  $text .= $table->textContent;
}
return [ 'elements' => $elements, 'text' => $text ];`,
    html,
  )) as Read
}
