/**
 * The leak check on a real MediaWiki under the settings of the lean access model: nothing escapes with all of them, and opening one hole makes
 * its own ways leak, each of them, and no others. Small stand-ins keep the gates where Lockdown and BlueSpicePageAccess would.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { WAYS } from '../../src/targets/mediawiki/probe/ways.ts'
import type { Hole } from '../../src/targets/mediawiki/probe/ways/way.ts'
import type { ProbeReport } from '../../src/cli/probe/report.ts'
import { formatProbe } from '../../src/cli/probe/print-probe.ts'
import { lockdown, lockdownMissing } from '../services/lockdown.ts'
import type { Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import { leanPhp, plantTwo, probe, renderedPhp, startLeanWiki } from './lean-wiki.ts'

const EXTENSIONS = ['TextExtracts', 'VisualEditor']

/** The part of the rendered settings that shuts each hole of the core. */
const SHUT: Readonly<Partial<Record<Hole, RegExp>>> = {
  transclusion: /^\$wgNonincludableNamespaces[\s\S]*?^\) \) \);$/m,
  compare: /^\$wgAPIModules\['compare'\].*$/m,
  feeds: /^\$wgFeed.*$/m,
  summaries: /^\$wgUseAutomaticEditSummaries.*$/m,
  search: /^\$wgAPIListModules\['search'\].*$/m,
  'visual-editor': /^\$wgHooks\['ApiCheckCanExecute'\][\s\S]*?^};$/m,
}

/** type, page -> ways by which its text came out. */
function escaped(report: ProbeReport, type: string, page: string): readonly string[] {
  return report.leaks
    .filter((leak) => leak.type === type && leak.page === page && leak.exposes === 'content')
    .map(({ way }) => way)
    .toSorted()
}

/** Ways that must leak to this type when their hole stands open; those that depend on circumstances are left out. */
function expectedWays(holes: readonly Hole[], editors: boolean): readonly string[] {
  const usable = WAYS.filter(
    ({ hole, needs, rare }) => holes.includes(hole) && rare !== true && (needs === undefined || EXTENSIONS.includes(needs)),
  )
  return usable.filter((way) => editors || way.editors !== true).map(({ id }) => id)
}

const holeOf = (id: string) => WAYS.find((way) => way.id === id)?.hole

/** Asserts that exactly these holes leak on a page, and that each of their sure ways does. */
function assertLeaks(report: ProbeReport, type: string, page: string, holes: readonly Hole[], also: readonly Hole[] = []): number {
  const ways = escaped(report, type, page)
  const strange = ways.filter((id) => ![...holes, ...also].includes(holeOf(id) ?? 'messages'))
  assert.deepEqual(strange, [], `${type} on ${page}: other holes leak`)
  const missing = expectedWays(holes, type !== 'everyone').filter((id) => !ways.includes(id))
  assert.deepEqual(missing, [], `${type} on ${page}: ways that find nothing though their hole stands open`)
  return ways.length
}

describe('the leak check on a wiki with the rendered settings', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  let wiki: Wiki
  before(async () => {
    wiki = await startLeanWiki({}, EXTENSIONS)
  })
  after(async () => await wiki.stop())

  it('finds no content that escapes, as any user type', async () => {
    const [internal, restricted] = await plantTwo(wiki)
    const report = await probe(wiki, [internal, restricted], ['registered', 'researcher', 'administrator'])
    assert.deepEqual(
      report.leaks.filter(({ exposes }) => exposes === 'content'),
      [],
    )
    assert.deepEqual(report.findings, [])
    const rows = new Map(report.pages.map(({ title, types }) => [title, types]))
    assert.deepEqual(rows.get(internal), { everyone: 'closed', registered: 'reads', researcher: 'reads', administrator: 'reads' })
    assert.deepEqual(rows.get(restricted), { everyone: 'closed', registered: 'closed', researcher: 'reads', administrator: 'reads' })
    const titles = report.leaks.filter(({ exposes }) => exposes === 'title')
    assert.ok(titles.length > 0 && titles.every(({ severity }) => severity === 'note'), 'that a page exists is no secret in this model')
    assert.ok(report.tried > 150, `only ${report.tried} attempts`)
    assert.match(formatProbe(report), /no content escaped in \d+ attempts/)
    for (const page of [internal, restricted])
      assert.ok(!JSON.stringify(report).includes('writ-canary-'), `the canary of ${page} stays out of the report`)
    console.log(`leak check, all settings: ${report.tried} attempts, 0 leaks`)
  })

  for (const [hole, shut] of Object.entries(SHUT) as [Hole, RegExp][]) {
    it(`finds exactly the ways of the hole that is opened: ${hole}`, async () => {
      const php = renderedPhp()
      assert.match(php, shut)
      await wiki.writeSettings(leanPhp({ php: php.replace(shut, '') }))
      const [internal, restricted] = await plantTwo(wiki)
      // only editors have ways of their own to transclude; of the others one visitor says as much as two
      const types = hole === 'transclusion' ? (['registered', 'administrator'] as const) : (['administrator'] as const)
      const report = await probe(wiki, [internal, restricted], types)
      // closed namespaces are not searched at all
      const onInternal =
        hole === 'search' ? assertLeaks(report, 'everyone', internal, []) : assertLeaks(report, 'everyone', internal, [hole])
      assert.ok(onInternal + assertLeaks(report, 'everyone', restricted, [hole]) > 0)
      if (hole === 'transclusion') assertLeaks(report, 'registered', restricted, [hole])
      assert.match(formatProbe(report), /LEAKS \d/)
      console.log(
        `leak check, ${hole} open: ${new Set(report.leaks.filter(({ exposes }) => exposes === 'content').map(({ way }) => way)).size} ways leak`,
      )
    })
  }

  it('finds every way of reading when nothing keeps the namespaces, and nothing on restricted pages', async () => {
    await wiki.writeSettings(leanPhp({ namespaces: false }))
    const [internal, restricted] = await plantTwo(wiki)
    const report = await probe(wiki, [internal, restricted], ['administrator'])
    assertLeaks(report, 'everyone', internal, ['read'], ['visual-editor'])
    assertLeaks(report, 'everyone', restricted, [])
    const wider = report.findings.filter(({ code }) => code === 'wider')
    assert.ok(
      wider.some(({ message }) => message.includes('`everyone` may read in `Projekt`')),
      JSON.stringify(report.findings),
    )
  })

  it('finds every way of reading when nothing keeps the restricted pages, and nothing in closed namespaces', async () => {
    await wiki.writeSettings(leanPhp({ pages: false }))
    const [internal, restricted] = await plantTwo(wiki)
    const report = await probe(wiki, [internal, restricted], ['registered', 'administrator'])
    assertLeaks(report, 'everyone', internal, [])
    for (const type of ['everyone', 'registered']) assertLeaks(report, type, restricted, ['read'], ['visual-editor'])
  })
})

describe('the leak check with Lockdown itself', { skip: skipUnless(['mediawiki', 'php'], 'full') || lockdownMissing }, () => {
  let wiki: Wiki
  before(async () => {
    wiki = await startLeanWiki({ namespaces: false }, [...EXTENSIONS, lockdown])
  })
  after(async () => await wiki.stop())

  it('finds no content that escapes, as any user type', async () => {
    const [internal, restricted] = await plantTwo(wiki)
    const report = await probe(wiki, [internal, restricted], ['registered', 'researcher', 'administrator'])
    assert.deepEqual([...report.leaks.filter(({ exposes }) => exposes === 'content'), ...report.findings], [])
    const rows = new Map(report.pages.map(({ title, types }) => [title, types]))
    assert.deepEqual(rows.get(internal), { everyone: 'closed', registered: 'reads', researcher: 'reads', administrator: 'reads' })
    assert.ok(report.tried > 150, `only ${report.tried} attempts`)
    console.log(`leak check, Lockdown itself: ${report.tried} attempts, 0 leaks`)
  })

  for (const [hole, shut] of Object.entries(SHUT) as [Hole, RegExp][]) {
    if (hole === 'search') continue
    it(`finds exactly the ways of the hole that is opened: ${hole}`, async () => {
      await wiki.writeSettings(leanPhp({ namespaces: false, php: renderedPhp().replace(shut, '') }))
      const [internal] = await plantTwo(wiki)
      const report = await probe(wiki, [internal], ['administrator'])
      assertLeaks(report, 'everyone', internal, [hole])
    })
  }

  it('finds every way of reading when its rules are not rendered', async () => {
    await wiki.writeSettings(leanPhp({ namespaces: false, php: renderedPhp().replaceAll(/^\t\$wgNamespacePermissionLockdown\[.*$/gm, '') }))
    const [internal] = await plantTwo(wiki)
    assertLeaks(await probe(wiki, [internal], ['administrator']), 'everyone', internal, ['read'], ['visual-editor'])
  })
})
