/** Hostile names and texts through the renderers, read back by the real parsers: PHP itself, MediaWiki's configuration, MediaWiki's wikitext. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Charter, GroupBlock } from '../../src/charter/model.ts'
import { showHidden } from '../../src/render/hidden-characters.ts'
import { CORE_RIGHTS, STOCK_GROUPS } from '../../src/charter/mediawiki/stock.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import { phpComment, phpFromJson, phpString, phpValue } from '../../src/render/php.ts'
import { wikitext } from '../../src/render/wikitext.ts'
import { counts } from '../counts.ts'
import { startWiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { shippedCharter } from '../support/charter.ts'

const marks = [
  "'",
  '"',
  '\\',
  '$',
  '{',
  '}',
  '?>',
  '<?php',
  '*/',
  '//',
  '#',
  '\n',
  '\r\n',
  '\0',
  '\u202e',
  '\u2028',
  'u{41}',
  '[[',
  ']]',
  '{{',
  '|',
  '~~~~',
  '__TOC__',
  '<b>',
  '&amp;',
  ' ',
]
const nasty = fc.string({ unit: fc.oneof(fc.constantFrom(...marks), fc.string({ unit: 'binary', maxLength: 1 })), maxLength: 30 })
const texts = () => [...hostileTexts, ...fc.sample(nasty, { numRuns: counts({ floor: 300, ci: 2000, deep: 20_000 }), seed: 7 })]

/** HTML knows no runs of blanks. */
const plain = (text: string) => text.replaceAll(/ +/g, ' ').trim()

/** Runs PHP source that comes by standard input and gives what it prints. */
async function run(source: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const child = execFile(
      '/usr/bin/php',
      ['-d', 'error_reporting=-1', '-d', 'display_errors=stderr'],
      { maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        if (error === null && stderr === '') resolve(stdout)
        else reject(new Error(`php: ${stderr.slice(0, 1000)}`, { cause: error ?? undefined }))
      },
    )
    child.stdin?.end(source)
  })
}

describe('hostile texts', () => {
  it('reach PHP as they are, in literals, keys and comments', { skip: skipUnless(['php'], 'smoke') }, async () => {
    const all = texts()
    const lines = all.flatMap((text) => [phpComment(text), `$all[] = base64_encode( ${phpString(text)} );`])
    const value = phpValue(
      phpFromJson({ list: all.slice(0, 50), map: Object.fromEntries(all.slice(0, 50).map((text) => [`k${text}`, text])) }),
    )
    const printed = JSON.parse(
      await run(`<?php\n$all = [];\n${lines.join('\n')}\n$value = ${value};\necho json_encode( [ $all, $value ] );`),
    ) as [string[], { list: string[]; map: Record<string, string> }]
    assert.deepEqual(
      printed[0].map((text) => Buffer.from(text, 'base64').toString()),
      all,
    )
    assert.deepEqual(printed[1].list, all.slice(0, 50))
    assert.deepEqual(new Set(Object.entries(printed[1].map).map(([key, text]) => key === `k${text}`)), new Set([true]))
    console.log(`php: ${all.length} texts read back`)
  })

  it('name groups that the wiki has under exactly these names', { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
    const names = [
      `O'Hara "x" \\`,
      '$wgServer {$x} ${x}',
      '?> <?php die();',
      "*/ die('x'); //",
      '__proto__',
      '<b>&amp;</b>',
      '漢字 äöü',
      "'; exit; '",
      '\\',
      "\\'",
    ]
    const charter = hostileCharter(names)
    const rendered = renderSettings(charter, 'wiki', { hash: '?>\n<?php die();', stillHeld: ["gone ' now"] })
    if (!rendered.ok) assert.fail(JSON.stringify(rendered.error))
    const wiki = await startWiki({ groupsPhp: rendered.value.text })
    try {
      const answer = await (await wiki.client()).call({ action: 'query', meta: 'siteinfo', siprop: 'usergroups' })
      const groups = new Map(
        (answer['query'].usergroups as readonly { name: string; rights: string[]; add?: string[] }[]).map((group) => [group.name, group]),
      )
      for (const name of names) assert.deepEqual(groups.get(name)?.rights.toSorted(), [`right of ${name}`, 'read'].toSorted(), name)
      assert.deepEqual(groups.get('writ')?.add?.toSorted(), [...names, 'sysop'].toSorted())
      assert.deepEqual(groups.get("gone ' now")?.rights, [])
    } finally {
      await wiki.stop()
    }
  })

  it('stand in a wiki page as the text they are', { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
    const wiki = await startWiki()
    try {
      const all = [
        ...texts().slice(0, 200),
        'RFC 2119',
        'ISBN 0-306-40615-2',
        'https://wiki.example/',
        "'''bold'''",
        '----',
        '-{zh}-',
        '; a : b',
      ].filter((text) => text.trim() !== '')
      const page = all.map((text) => `<div class="writ">${wikitext(text)}</div>`).join('\n')
      const parsed = (await wiki.php(
        `$parser = MediaWiki\\MediaWikiServices::getInstance()->getParserFactory()->create();
$html = $parser->parse( $args, Title::newMainPage(), ParserOptions::newFromAnon() )->getText( [ 'unwrap' => true ] );
$document = new DOMDocument();
@$document->loadHTML( '<meta charset="utf-8">' . $html );
$found = [];
foreach ( $document->getElementsByTagName( 'div' ) as $node ) { $found[] = [ $node->textContent, $node->getElementsByTagName( '*' )->length ]; }
return $found;`,
        page,
      )) as readonly (readonly [string, number])[]
      assert.equal(parsed.length, all.length)
      for (const [index, [text, elements]] of parsed.entries()) {
        assert.equal(plain(text), plain(showHidden(all[index] ?? '')))
        assert.equal(elements, 0, `${all[index]} became markup`)
      }
      console.log(`wikitext: ${all.length} texts read back`)
    } finally {
      await wiki.stop()
    }
  })
})

describe('what MediaWiki brings by itself', () => {
  it('is what the renderer thinks it is', { skip: skipUnless(['mediawiki', 'php'], 'smoke') }, async () => {
    const home = '/usr/share/mediawiki/includes'
    const find = `function find( $all ) { foreach ( $all as $key => $value ) { if ( $key === 'GroupPermissions' && isset( $value['*']['read'] ) ) { return $value; }
  if ( is_array( $value ) && ( $found = find( $value ) ) ) { return $found; } } }`
    const stock = JSON.parse(await run(`<?php ${find} echo json_encode( find( require '${home}/config-schema.php' ) );`)) as Record<
      string,
      Record<string, boolean>
    >
    const known = Object.fromEntries([...STOCK_GROUPS].map(([group, rights]) => [group, new Set(rights)]))
    assert.deepEqual(Object.fromEntries(Object.entries(stock).map(([group, rights]) => [group, new Set(Object.keys(rights))])), known)
    const source = await readFile(join(home, 'Permissions/PermissionManager.php'), 'utf8')
    const listed = /\$coreRights = \[([^\]]*)\]/.exec(source)?.[1] ?? ''
    assert.deepEqual(new Set([...listed.matchAll(/'([^']+)'/g)].map((match) => match[1])), CORE_RIGHTS)
  })
})

/** Past the parser, which would refuse some of these names: a renderer trusts nobody. */
function hostileCharter(names: readonly string[]): Charter {
  const charter = shippedCharter('lean-wiki')
  const groups = charter.groups.get('wiki')!
  const rights = charter.rights.get('wiki')!
  const [researcher, read] = [groups.get('researcher')!, rights.get('read')!]
  const hostile = names.map((name): [string, GroupBlock] => [
    name,
    { ...researcher, title: `${name}\n?> ${name}`, rights: ['read', `right of ${name}`] },
  ])
  return {
    ...charter,
    title: '?>\n<?php die();',
    groups: new Map([
      [
        'wiki',
        new Map([...hostile, ['sysop', groups.get('sysop')!], ["gone ' now", { ...researcher, abolished: { holders: 'none', to: [] } }]]),
      ],
    ]),
    rights: new Map([
      [
        'wiki',
        new Map([
          ...rights,
          ...names.map(
            (name) =>
              [
                `right of ${name}`,
                { ...read, protects: true, providedBy: `?>\n${name}`, settings: { wgSitename: `?>${names[0]}` } },
              ] as const,
          ),
        ]),
      ],
    ]),
    roles: new Map(),
  }
}
