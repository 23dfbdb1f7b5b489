import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseCharter } from '../parse.ts'
import { originOf, stockGroupsOf, wikiOf, type Wiki } from './wiki.ts'

function wiki(settings: string): Wiki {
  const text = `writ: 1\ntitle: t\ntargets: { wiki: { connector: mediawiki${settings === '' ? '' : `, settings: ${settings}`} } }\nroles: { r: { title: R, purpose: p } }\namendments: { by: r }\n`
  const parsed = parseCharter([{ name: 'c.yaml', text }])
  assert.ok(parsed.ok)
  const found = wikiOf(parsed.value.charter, 'wiki')
  assert.ok(found !== undefined)
  return found
}

describe('a wiki as the charter describes it', () => {
  it('takes a wiki without a version for the oldest, and then holds no newer right against it', () => {
    const unsaid = wiki('')
    assert.deepEqual([unsaid.release, unsaid.releaseIsDeclared, unsaid.extensions], [39, false, undefined])
    assert.equal(originOf(unsaid, 'ignore-restricted-groups', undefined).kind, 'core')
    assert.equal(originOf(wiki('{ version: "1.39" }'), 'ignore-restricted-groups', undefined).kind, 'newer')
    assert.equal(originOf(wiki('{ version: "1.44" }'), 'writeapi', undefined).kind, 'former')
    assert.equal(originOf(wiki('{ version: "1.39" }'), 'writeapi', undefined).kind, 'core')
  })

  it('tells a right of an extension that is loaded from one that is not', () => {
    const listed = wiki('{ version: "1.39", extensions: [Renameuser] }')
    assert.deepEqual(originOf(listed, 'renameuser', undefined), { kind: 'extension', name: 'Renameuser', loaded: true })
    assert.deepEqual(originOf(listed, 'nuke', undefined), { kind: 'extension', name: 'Nuke', loaded: false })
    assert.deepEqual(originOf(listed, 'polish', 'OurOwn'), { kind: 'extension', name: 'OurOwn', loaded: false })
    assert.deepEqual(originOf(wiki('{ version: "1.43" }'), 'renameuser', undefined), { kind: 'core' })
    assert.deepEqual(originOf(wiki('{ extensions: ["Central Auth"] }'), 'centralauth-lock', undefined), {
      kind: 'extension',
      name: 'CentralAuth',
      loaded: true,
    })
    assert.deepEqual(originOf(listed, 'fly', 'this wiki'), { kind: 'core' })
    assert.equal(originOf(listed, 'fly', undefined).kind, 'unknown')
    assert.equal(originOf(listed, 'trackback', undefined).kind, 'former')
  })

  it('says what it cannot read of a target, and goes on as if it were not there', () => {
    assert.deepEqual(
      wiki('{ version: 1.39, extensions: Nuke }').problems.map(({ clause }) => clause),
      ['targets.wiki.settings.version', 'targets.wiki.settings.extensions'],
    )
    assert.match(wiki('{ version: 1.39 }').problems[0]?.remedy ?? '', /in quotes/)
    assert.equal(wiki('{ version: latest }').problems.length, 1)
    assert.equal(wiki('{ version: latest }').release, 39)
    assert.equal(wiki('{ version: "1.31" }').release, 31)
  })

  it('adds what loaded extensions give to the stock groups', () => {
    const groups = stockGroupsOf(wiki('{ extensions: [Nuke, CheckUser, ConfirmAccount] }'))
    assert.ok(groups.get('sysop')?.has('nuke'))
    assert.deepEqual([...(groups.get('checkuser') ?? [])], ['checkuser', 'checkuser-log'])
    assert.equal(groups.get('*')?.has('createaccount'), false)
    assert.ok(stockGroupsOf(wiki('{ version: "1.43" }')).get('bureaucrat')?.has('renameuser'))
  })
})
