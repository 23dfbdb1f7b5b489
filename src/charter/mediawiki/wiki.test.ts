import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCharter } from '../parse.ts'
import { coreRight, coreRights, isCoreRight, stockGroups } from './core-rights.ts'
import { EXTENSIONS, extensionOf } from './extension-rights.ts'
import { parseRelease } from './release.ts'
import { STOCK_GROUPS } from './stock.ts'
import { defaultRights, originOf, wikiOf, type Wiki } from './wiki.ts'

function wiki(settings: string): Wiki {
  const text = `writ: 1\ntitle: t\ntargets: { wiki: { connector: mediawiki${settings === '' ? '' : `, settings: ${settings}`} } }\nroles: { r: { title: R, purpose: p } }\namendments: { by: r }\n`
  const parsed = parseCharter([{ name: 'c.yaml', text }])
  assert.ok(parsed.ok)
  const found = wikiOf(parsed.value.charter, 'wiki')
  assert.ok(found !== undefined)
  return found
}

describe('what is known of MediaWiki', () => {
  it('reads a release as wikis write it', () => {
    assert.deepEqual(['1.39', '1.39.17', 'MediaWiki 1.44.0-alpha', '1.46'].map(parseRelease), [39, 39, 44, 46])
    assert.deepEqual(
      ['', '2.1', '1', 'latest', '1.3999', '1.39x'].map(parseRelease),
      Array.from({ length: 6 }, () => undefined),
    )
  })

  it('knows 81 rights of 1.39, and those that came and went since', () => {
    assert.equal(coreRights(39).length, 81)
    assert.deepEqual(
      coreRights(46).filter((right) => !coreRights(39).includes(right)),
      ['renameuser', 'interwiki', 'renameuser-global', 'createwithcontentmodel', 'ignore-restricted-groups'],
    )
    assert.deepEqual(
      coreRights(39).filter((right) => !coreRights(46).includes(right)),
      ['writeapi'],
    )
    assert.equal(isCoreRight('editusercssjs', 39), false)
    assert.match(coreRight('editusercssjs')?.instead ?? '', /edituserjs/)
  })

  it('names the extension a right comes from, each right once', () => {
    assert.equal(extensionOf('checkuser-log'), 'CheckUser')
    assert.equal(extensionOf('delete'), undefined)
    const all = Object.values(EXTENSIONS).flatMap(({ rights }) => rights)
    assert.equal(new Set(all).size, all.length)
    for (const { rights, groups } of Object.values(EXTENSIONS))
      for (const right of Object.values(groups ?? {}).flat()) assert.ok(rights.includes(right), right)
  })

  it('takes a wiki without a version for the oldest, and then holds no newer right against it', () => {
    const unsaid = wiki('')
    assert.deepEqual([unsaid.release, unsaid.releaseIsDeclared, unsaid.extensions], [39, false, undefined])
    assert.equal(originOf(unsaid, 'ignore-restricted-groups', undefined).kind, 'core')
    assert.equal(originOf(wiki('{ version: "1.39" }'), 'ignore-restricted-groups', undefined).kind, 'other-release')
    assert.equal(originOf(wiki('{ version: "1.44" }'), 'writeapi', undefined).kind, 'other-release')
  })

  it('tells a right of an extension that is loaded from one that is not', () => {
    const listed = wiki('{ version: "1.39", extensions: [Renameuser] }')
    assert.deepEqual(originOf(listed, 'renameuser', undefined), { kind: 'extension', name: 'Renameuser', loaded: true })
    assert.deepEqual(originOf(listed, 'nuke', undefined), { kind: 'extension', name: 'Nuke', loaded: false })
    assert.deepEqual(originOf(listed, 'polish', 'OurOwn'), { kind: 'extension', name: 'OurOwn', loaded: false })
    assert.deepEqual(originOf(wiki('{ version: "1.43" }'), 'renameuser', undefined), { kind: 'core' })
    assert.equal(originOf(listed, 'fly', undefined).kind, 'unknown')
    assert.equal(originOf(listed, 'trackback', undefined).kind, 'other-release')
  })

  it('says what it cannot read of a target, and goes on as if it were not there', () => {
    assert.deepEqual(
      wiki('{ version: 1.39, extensions: Nuke }').problems.map(({ clause }) => clause),
      ['targets.wiki.settings.version', 'targets.wiki.settings.extensions'],
    )
    assert.match(wiki('{ version: 1.39 }').problems[0]?.remedy ?? '', /in quotes/)
    assert.equal(wiki('{ version: "1.31" }').problems.length, 1)
    assert.equal(wiki('{ version: "1.31" }').release, 39)
  })

  it('adds what loaded extensions give to the stock groups', () => {
    const groups = defaultRights(wiki('{ extensions: [Nuke, CheckUser] }'), stockGroups(39))
    assert.ok(groups.get('sysop')?.has('nuke'))
    assert.deepEqual([...(groups.get('checkuser') ?? [])], ['checkuser', 'checkuser-log'])
    assert.deepEqual(stockGroups(39), STOCK_GROUPS)
    assert.ok(stockGroups(40).get('bureaucrat')?.includes('renameuser'))
  })
})
