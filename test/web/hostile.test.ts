/** Names and texts that were written to break pages: in the ledger, in the charter, in the address. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { draft, type Draft } from '../../src/ledger/entry.ts'
import { xmlText } from '../../src/web/feed.ts'
import { skipUnless } from '../services/present.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { tagsOf, textOf } from '../support/html.ts'
import { openSite, type Site } from '../support/site.ts'

const SCRIPTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '" onfocus="alert(1)" autofocus="',
  '</title></main><svg onload=alert(1)>',
  'javascript:alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<!--',
  ']]><script>alert(1)</script>',
  '${alert(1)}{{alert(1)}}',
  '..',
  'a/b?c#d',
  '%2e%2e%2f%00',
  'x.json',
  'Zoë 日本 😀',
  '\u202Egnp.exe',
]
/** What a name can be in the ledger: one line, not empty. */
const NAMES = [...SCRIPTS, ...hostileTexts].filter((text) => text.trim() !== '' && !/\p{Cc}/u.test(text) && text.length < 2000)

async function hostileSite(): Promise<{ readonly site: Site; readonly names: readonly string[] }> {
  const site = await openSite()
  const names = [...new Set(NAMES)]
  const drafts: Draft[] = names.flatMap((name, index) => {
    const subject = `s-${String(index).padStart(16, '0')}`
    return [
      draft('person.registered', { subject, handle: name }),
      draft('account.linked', { subject, account: `wiki:${name}`, name, target: 'wiki', kind: 'personal', proof: 'operator' }),
      draft('grant.made', {
        subject,
        role: index % 3 === 0 ? 'no-such-role' : 'constable',
        account: `wiki:${name}`,
        rights: [name],
        from: '2026-05-03T10:00:00.000Z',
        use_case: `${name}\n${hostileTexts[index % hostileTexts.length]?.replaceAll('\0', '') ?? ''}`,
        clause: name,
        decided_by: [`subject:${subject}`, `operator:${name}`],
        door: 'power',
      }),
    ]
  })
  await site.record(...drafts)
  return { site, names }
}

describe('hostile names in the ledger', async () => {
  const { site, names } = await hostileSite()

  it('are text on every page they reach', async () => {
    assert.ok(names.length > 25)
    const paths = ['/', '/people', '/roles/constable', '/roles', ...names.map((name) => `/log?person=${encodeURIComponent(name)}`)]
    for (let from = site.journal.size - 1; from > 0; from -= 50) paths.push(`/log?from=${from}`)
    for (const path of paths) tagsOf(await site.text(path))
    const shown = textOf(await site.text('/people'))
    for (const name of names) assert.ok(shown.includes(name.replaceAll(/\s+/g, ' ').trim()), name)
  })

  it('have a page each, found by its link, and a twin', async () => {
    const links = new Map<string, string>()
    for (const [, href = '', inner = ''] of (await site.text('/people')).matchAll(/<a href="(\/people\/[^"]*)"><bdi>([^<]*)<\/bdi>/g))
      links.set(textOf(inner), textOf(href))
    for (const name of names) {
      const href = links.get(name.replaceAll(/\s+/g, ' '))
      assert.ok(href !== undefined, name)
      // No address can say these two: they mean the folder itself and the one above it.
      if (name === '.' || name === '..') continue
      const response = await site.get(href)
      assert.equal(response.status, 200, `${name} at ${href}`)
      const page = await response.text()
      tagsOf(page)
      assert.ok(textOf(page.slice(page.indexOf('<h1>'))).includes(name.replaceAll(/\s+/g, ' ')), name)
      const twin = await site.get(`${href}.json`)
      assert.equal(((await twin.json()) as { handle: string }).handle, name)
    }
  })

  it('make neither feed nor spreadsheet fall apart', async () => {
    const feed = await site.text('/log.atom')
    assert.doesNotMatch(feed, /<script|<img|<svg/)
    const rows = (await site.text('/log.csv')).split('\r\n')
    assert.equal(rows.at(-1), '')
    assert.doesNotMatch(rows.join('\n'), /(?:^|,)"[=+@]/m)
  })

  it('come back in the address and in errors as text', async () => {
    for (const name of names) {
      for (const path of [
        `/people?q=${encodeURIComponent(name)}`,
        `/matrix?q=${encodeURIComponent(name)}`,
        `/log?person=x${encodeURIComponent(name)}`,
        `/roles/${encodeURIComponent(name)}x`,
        `/people/x${encodeURIComponent(name)}x`,
        `/${encodeURIComponent(name)}x`,
      ]) {
        const response = await site.get(path)
        assert.ok([200, 404].includes(response.status), `${path}: ${response.status}`)
        tagsOf(await response.text())
      }
    }
    assert.deepEqual(site.warnings, [])
  })
})

describe('a hostile charter', () => {
  const quoted = (text: string) => JSON.stringify(text)
  const yaml = (hostile: string) => `
writ: 1
title: ${quoted(`Wiki ${hostile}`)}
text: ${quoted(hostile)}
document: ${quoted(`https://a.example/${hostile}`)}
targets: { wiki: { connector: simulated, title: ${quoted(hostile)} } }
classes: { basic: { text: ${quoted(hostile)}, level: 1 } }
rights: { wiki: { delete: { text: ${quoted(hostile)}, why: ${quoted(hostile)} }, ${quoted(`r${hostile}`)}: { text: x } } }
groups:
  wiki: { sysop: { title: ${quoted(hostile)}, rights: [delete, ${quoted(`r${hostile}`)}] } }
  writ: { admins: { rights: apply } }
roles:
  admin: { title: ${quoted(hostile)}, purpose: ${quoted(hostile)}, document: ${quoted(`https://a.example/${hostile}`)}, gives: { wiki: sysop, writ: admins }, may: [{ change: all, causes: [${quoted(hostile)}] }] }
amendments: { by: admin }
promises: [{ text: ${quoted(hostile)}, only: { right: wiki.delete, groups: [] } }]
`

  it('is text on every page, and no address in it leads anywhere but to the web', async () => {
    let tried = 0
    for (const hostile of SCRIPTS) {
      // The grammar refuses some of it, in addresses and where characters hide; what it lets through must be harmless.
      const site = await openSite({ charter: { yaml: yaml(hostile) }, administrator: { handle: 'wren', role: 'admin' } }).catch(
        () => undefined,
      )
      if (site === undefined) continue
      tried += 1
      for (const path of ['/', '/matrix', '/roles', '/roles/admin', '/people/wren', '/log', '/charter', '/safety', '/nowhere'])
        tagsOf(await (await site.get(path)).text())
      assert.deepEqual(site.warnings, [])
    }
    assert.ok(tried >= SCRIPTS.length / 2, `only ${tried} were tried`)
  })
})

describe('the feed', () => {
  const NAMED = /^<\?xml version="1\.0" encoding="utf-8"\?>\s*<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom">/

  it('has what RFC 4287 demands, with ids that stay', async () => {
    const { site } = await hostileSite()
    const feed = await site.text('/log.atom')
    assert.match(feed, NAMED)
    const ids = [...feed.matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id ?? '')
    assert.equal(ids.length, 51)
    assert.equal(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, /^tag:[0-9a-f]{32}\.invalid,2026:(?:log|entry\/\d+)$/)
    for (const [, moment = ''] of feed.matchAll(/<updated>([^<]*)<\/updated>/g))
      assert.match(moment, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    for (const [, href = ''] of feed.matchAll(/href="([^"]*)"/g)) assert.ok(href.startsWith('https://rights.example/log'), href)
    site.clock.advance(86_400_000)
    await site.record(draft('target.mode', { target: 'wiki', mode: 'observe' }))
    const later = [...(await site.text('/log.atom')).matchAll(/<id>([^<]*)<\/id>/g)].map(([, id]) => id ?? '')
    assert.deepEqual(later.slice(2, 50), ids.slice(1, 49))
  })

  it('is well-formed to a parser that is none of ours', { skip: skipUnless(['php'], 'smoke') }, async () => {
    const { site } = await hostileSite()
    const php =
      '$r = new XMLReader; $r->XML(stream_get_contents(STDIN)); $n = 0; while ($r->read()) if ($r->name === "entry" && $r->nodeType === 1) $n++; echo $n, " ", count(libxml_get_errors());'
    const read = (xml: string) => spawnSync('/usr/bin/php', ['-d', 'display_errors=stderr', '-r', php], { input: xml, encoding: 'utf8' })
    const answer = read(await site.text('/log.atom'))
    assert.deepEqual([answer.stdout, answer.stderr.trim()], ['50 0', ''])
    assert.notEqual(read('<feed><entry></feed>').stderr.trim(), '', 'the parser complains of nothing')
  })

  it('leaves out the characters that XML has no way to write', () => {
    assert.equal(xmlText('a\u0000b\u0008c\u001fd\ufffee\ud800f\tg\nh😀'), 'a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\tg\nh😀')
  })
})
