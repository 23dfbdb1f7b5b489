/** What the pages say: every message explained, used, whole in each language; nothing said that is no message. */
import assert from 'node:assert/strict'
import { glob, readdir, readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { loadMessages } from '../../src/server/messages.ts'
import { AREAS, mirror, sayIn, type MessageKey, type Messages } from '../../src/web/messages.ts'
import { createReaders } from '../../src/web/reader.ts'

const table = await loadMessages()
const english = table.get('en') ?? {}

async function messagesOf(area: string, language: string): Promise<Messages> {
  const { '@metadata': _authors, ...messages } = JSON.parse(await readFile(`i18n/${area}/${language}.json`, 'utf8')) as Messages
  return messages
}

const parametersOf = (text: string) => [...new Set(text.match(/\$\d+/g) ?? [])].toSorted()

/** Keys that the source names, each in full: a key put together from parts could not be found. */
async function usedKeys(): Promise<ReadonlySet<string>> {
  const used = new Set<string>()
  for await (const path of glob('src/**/*.ts'))
    for (const [, key] of (await readFile(path, 'utf8')).matchAll(/'(writ-(?:common|public|member|login|admin|setup)-[^']*)'/g))
      used.add(key ?? '')
  return used
}

describe('the messages', () => {
  it('of an area begin with its name, and each is explained to translators', async () => {
    for (const area of AREAS) {
      const [texts, explained] = [await messagesOf(area, 'en'), await messagesOf(area, 'qqq')]
      assert.deepEqual(Object.keys(texts), Object.keys(explained), `i18n/${area}: en and qqq name different keys, or in another order`)
      for (const [key, text] of Object.entries(texts)) {
        assert.match(key, new RegExp(`^writ-${area}-[a-z0-9-]+$`))
        assert.ok(text.trim() !== '', key)
        for (const parameter of parametersOf(text))
          assert.ok(explained[key]?.includes(parameter), `${key}: qqq does not explain ${parameter}`)
      }
    }
  })

  it('have the same parameters in each language and no key that English has not', async () => {
    for (const area of AREAS)
      for (const file of await readdir(`i18n/${area}`))
        for (const [key, text] of Object.entries(file === 'qqq.json' ? {} : await messagesOf(area, file.replace('.json', '')))) {
          assert.ok(key in english, `${file}: ${key}`)
          assert.deepEqual(parametersOf(text), parametersOf(english[key] ?? ''), `${file}: ${key}`)
        }
  })

  it('are all used, and none is used that there is not', async () => {
    const used = await usedKeys()
    assert.deepEqual(
      [...used].filter((key) => !(key in english)),
      [],
    )
    assert.deepEqual(
      Object.keys(english).filter((key) => !used.has(key)),
      [],
    )
    assert.ok(used.size > 10)
  })

  it('leave nothing in the text that the library does not understand', async () => {
    const wrong: string[] = []
    for (const [key, text] of Object.entries(english)) {
      const said = sayIn(table, 'en')(key, [1, 2, 3, 4, 5, 6, 7, 8, 9])
      if (/\$\d|\{\{|\}\}/.test(said)) wrong.push(`${key}: ${text}`)
    }
    assert.deepEqual(wrong, [])
  })
})

describe('a reader', () => {
  const readers = createReaders(
    new Map([
      ['en', { 'writ-public-count': '{{PLURAL:$1|one person|{{formatnum:$1}} persons}} of $2', 'writ-public-only': 'Only <here>' }],
      ['de', { 'writ-public-count': '{{PLURAL:$1|eine Person|{{formatnum:$1}} Personen}} von $2' }],
    ]),
  )
  const read = (language: string) => readers(language, '2026-05-03T10:00:00.000Z')
  const [count, only] = ['writ-public-count' as MessageKey, 'writ-public-only' as MessageKey]

  it('is told numbers as the language tells them, and English where there is nothing else', () => {
    assert.equal(read('en').say(count, 1, 'all'), 'one person of all')
    assert.equal(read('en').say(count, 12_345, 'all'), '12,345 persons of all')
    assert.equal(read('de').say(count, 12_345, 'allen'), '12.345 Personen von allen')
    assert.equal(read('de').say(only), 'Only <here>')
  })

  it('gets no markup but that of the templates', async () => {
    const reader = read('en')
    assert.equal(String(await reader.fill(only)), 'Only &lt;here&gt;')
    assert.equal(String(await reader.fill(count, 2, '<b>$1{{x}}\ue000</b>')), '2 persons of &lt;b&gt;$1{{x}}\ue000&lt;/b&gt;')
    assert.equal(
      String(await reader.fill(count, 2, read('en').moment('2026-05-03T09:30:00.000Z'))),
      '2 persons of <time datetime="2026-05-03T09:30:00.000Z">3 May 2026, 09:30 UTC</time>',
    )
  })

  it('sees how long ago a moment is, the exact one on hover', async () => {
    const since = async (iso: string) => String(await read('en').since(iso)).replaceAll(/<[^>]*>/g, '')
    assert.equal(await since('2026-05-03T09:30:00.000Z'), '30 minutes ago')
    assert.equal(await since('2026-05-06T10:00:00.000Z'), 'in 3 days')
    assert.equal(await since('2024-05-03T10:00:00.000Z'), '2 years ago')
    assert.match(String(await read('en').since('2026-05-03T09:30:00.000Z')), /title="3 May 2026, 09:30 UTC"/)
  })

  it('of keys sees keys; of the mirrored language words turned round and parameters left alone', () => {
    assert.equal(read('qqx').say(count, 2, 'all'), '(writ-public-count: 2, all)')
    assert.equal(read('en-x-rtl').direction, 'rtl')
    assert.equal(
      read('en-x-rtl')
        .say(count, 2, 'all')
        .replaceAll(/[\u202c\u202e]/g, ''),
      '2 persons of all',
    )
    assert.equal(mirror('see $1'), '\u202esee \u202c$1')
    for (const [key, text] of Object.entries(english)) assert.deepEqual(parametersOf(mirror(text)), parametersOf(text), key)
  })

  it('is shown sentences of the core as the English they are', async () => {
    assert.equal(String(await read('en').english('no <way>')), 'no &lt;way&gt;')
    assert.equal(String(await read('de').english('no <way>')), '<span lang="en" dir="ltr">no &lt;way&gt;</span>')
  })
})

describe('the language of a page', async () => {
  const { openSite } = await import('../support/site.ts')
  const site = await openSite()
  const htmlOf = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    /<html [^>]*>/.exec(await (await site.get(path, headers)).text())?.[0] ?? ''

  it('is what the address says, else what the browser prefers of what there is, else English', async () => {
    assert.equal(await htmlOf('/people'), '<html lang="en" dir="ltr">')
    assert.equal(await htmlOf('/people?uselang=en-x-rtl'), '<html lang="en-x-rtl" dir="rtl">')
    assert.equal(await htmlOf('/people?uselang=xx-klingon'), '<html lang="en" dir="ltr">')
    for (const odd of ['', '*', 'xx, en;q=0.1', ';;;,q=,', 'en-GB;q=abc', 'a'.repeat(9000)])
      assert.equal(await htmlOf('/people', { 'accept-language': odd }), '<html lang="en" dir="ltr">', odd)
    assert.match((await site.get('/people')).headers.get('vary') ?? '', /Accept-Language/)
  })

  it('decides the style sheet, and is that of what is refused too', async () => {
    assert.match(await site.text('/people?uselang=en-x-rtl'), /href="\/assets\/site-rtl\.css\?v=/)
    assert.match(await htmlOf('/nowhere?uselang=en-x-rtl'), /dir="rtl"/)
    assert.match(await (await site.get('/nowhere?uselang=qqx')).text(), /\(writ-common-nav-people\)/)
  })
})
