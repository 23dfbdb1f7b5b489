import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf } from '../../../test/support/charter.ts'
import { renderSettings } from './settings.ts'

const wiki = (settings: string) =>
  charterOf(`
writ: 1
title: Restricted
targets: { wiki: { connector: mediawiki, settings: ${settings} } }
facts:
  edits: { text: Edits, source: wiki, type: number, about: account }
  trained: { text: Trained, source: file, type: yes-no }
conditions:
  busy: { text: A hundred edits, fact: edits, at_least: 100 }
  trained: { text: Was trained, fact: trained, is: true }
rights: { wiki: { read: { text: Read }, editprotected: { text: Edit protected pages }, ignore-restricted-groups: { text: Ignore conditions of groups } } }
groups:
  wiki:
    sysop: { rights: [read, editprotected] }
    helper: { rights: [read, ignore-restricted-groups] }
    clerk: { rights: read }
    guide: { rights: read }
roles:
  sysop: { title: Sysop, purpose: Helps, gives: { wiki: sysop } }
  helper: { title: Helper, purpose: Helps, gives: { wiki: helper }, requires: busy }
  clerk: { title: Clerk, purpose: Helps, gives: { wiki: clerk }, requires: trained }
  guide: { title: Guide, purpose: Helps, gives: { wiki: guide }, requires: { condition: busy, then: report } }
amendments: { by: none }
`)

function php(settings: string) {
  const rendered = renderSettings(wiki(settings), 'wiki', { hash: 'x' })
  assert.ok(rendered.ok, JSON.stringify(rendered))
  return rendered.value
}

describe('conditions of a role on the wiki itself', () => {
  it('are asked for by a wiki that can, as far as it knows what they are about', () => {
    const { text, remarks } = php('{ version: "1.46" }')
    assert.match(text, /\$wgRestrictedGroups\['helper'\] = \[ 'memberConditions' => \[ APCOND_EDITCOUNT, 100 \] \];/)
    assert.doesNotMatch(text, /RestrictedGroups\['(?:clerk|guide|sysop)'\]/)
    assert.equal(remarks.filter((remark) => remark.startsWith('the wiki does not ask for the conditions of clerk')).length, 1)
  })

  it('are Writ’s alone on an older wiki, or one of which the charter does not say how old it is', () => {
    for (const settings of ['{ version: "1.45" }', '{}']) assert.doesNotMatch(php(settings).text, /RestrictedGroups/)
  })
})

describe('a right that is newer than the wiki', () => {
  it('is not given, and that is said', () => {
    const { text, remarks } = php('{ version: "1.39" }')
    assert.doesNotMatch(text, /\['helper'\]\['ignore-restricted-groups'\] = true/)
    assert.ok(remarks.includes('helper does not get ignore-restricted-groups (MediaWiki 1.46) yet: the wiki is older'), remarks.join('\n'))
    assert.match(php('{}').text, /\['helper'\]\['ignore-restricted-groups'\] = true/)
  })
})
