import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { charterOf, shippedCharter } from '../../../test/support/charter.ts'
import type { Charter } from '../../charter/model.ts'
import { renderSettings } from './settings.ts'
import type { SettingsOptions } from './wiki-settings.ts'

const hash = 'f00d'

function text(charter: Charter, options: Partial<SettingsOptions> = {}): string {
  const rendered = renderSettings(charter, 'wiki', { hash, ...options })
  if (!rendered.ok) assert.fail(rendered.error.map((one) => `${one.code}: ${one.message}`).join('\n'))
  return rendered.value.text
}

/** The list that is assigned to a variable. */
function listed(lines: string, name: string): string {
  return new RegExp(String.raw`\$${name} = (\[[^;]*\]);`).exec(lines)?.[1] ?? ''
}

function codes(charter: Charter): string[] {
  const rendered = renderSettings(charter, 'wiki', { hash })
  return rendered.ok ? [] : rendered.error.map((one) => one.code)
}

/** A charter with this much of its own; the rest is the least there can be. */
function wiki(parts: {
  readonly target?: string
  readonly rights?: string
  readonly groups?: string
  readonly roles?: string
  readonly rest?: string
}): Charter {
  return charterOf(`
writ: 1
title: A wiki
targets: { wiki: { connector: mediawiki${parts.target ?? ''} } }
${parts.rest ?? ''}
rights:
  wiki:
    read: { text: Read pages }
    edit: { text: Change pages }
    editprotected: { text: Change protected pages }
    userrights: { text: Change groups, controls: all-groups }
${(parts.rights ?? '').replaceAll(/^/gm, '    ')}
groups:
  wiki:
    user: { implicit: registered, rights: [read, edit] }
${(parts.groups ?? '').replaceAll(/^/gm, '    ')}
roles:
  nobody: { title: Nobody, purpose: Keeps this charter whole }
${(parts.roles ?? '').replaceAll(/^/gm, '  ')}
amendments: { by: none }
`)
}

describe('the settings of a wiki', () => {
  it('say which charter they are of, and are the same each time', () => {
    const charter = shippedCharter('citizendium')
    const first = text(charter, { revision: 7 })
    assert.ok(first.startsWith('<?php\n// made by Writ from charter f00d, do not edit\n'))
    assert.match(first, /revision 7/)
    assert.equal(text(shippedCharter('citizendium'), { revision: 7 }), first)
  })

  it('touch groups only after the extensions are loaded', () => {
    const before = text(shippedCharter('citizendium')).split('$wgExtensionFunctions[] = ')[0] ?? ''
    assert.match(before, /^\$wgEnableUploads = true;$/m)
    assert.doesNotMatch(before, /^\$wg(?:Group|Add|Remove|Auto|Revoke|Implicit)/m)
  })

  it('grant exactly the rights of the charter: the rest of the stock rights is switched off by name', () => {
    const lines = text(shippedCharter('citizendium'))
    assert.match(lines, /\$wgGroupPermissions\['user'\]\['edit'\] = true;/)
    assert.match(lines, /\$wgGroupPermissions\['user'\]\['move'\] = false;/)
    assert.match(lines, /\$wgGroupPermissions\['\*'\]\['edit'\] = false;/)
  })

  it('write out what a group includes, so that its powers are not included too', () => {
    const lines = text(wiki({ groups: 'major: { includes: captain }\ncaptain: { includes: user, rights: editprotected }' }))
    for (const right of ['read', 'edit', 'editprotected']) assert.ok(lines.includes(`$wgGroupPermissions['major']['${right}'] = true;`))
    assert.doesNotMatch(lines, /\$wgGroupInheritsPermissions\['/)
  })

  it('take rights away from everybody in a group', () => {
    assert.match(text(wiki({ groups: 'sanctioned: { denies: edit }' })), /\$wgRevokePermissions\['sanctioned'\]\['edit'\] = true;/)
  })

  it('leave groups alone that the charter does not mention, and say which', () => {
    const charter = wiki({})
    const lines = text(charter)
    assert.doesNotMatch(lines, /'sysop'/)
    assert.match(lines, /^\/\/ stock groups that the charter does not mention stay as they are: \*, autoconfirmed, bot, sysop/m)
  })

  it('hand out no right that bypasses every stage unless the target is direct', () => {
    const groups = 'chief: { rights: [userrights, read] }'
    assert.match(text(wiki({ groups })), /\$wgGroupPermissions\['chief'\]\['userrights'\] = false;/)
    assert.match(text(wiki({ groups, target: ', direct: true' })), /\$wgGroupPermissions\['chief'\]\['userrights'\] = true;/)
  })

  it('make new rights known and protection levels of those that protect', () => {
    const lines = text(
      wiki({
        rights: 'editgood: { text: Change good pages, protects: true }\nnuke: { text: Many at once, provided_by: Nuke }',
        groups: 'sysop: { rights: [editgood, nuke, editprotected] }',
      }),
    )
    assert.match(lines, /\$wgAvailableRights = .*\[ 'editgood', 'nuke' \]/)
    assert.match(lines, /\$wgRestrictionLevels = .*\[ 'editgood' \]/)
    assert.match(lines, /^\/\/ without Nuke these rights do nothing: nuke$/m)
  })

  it('do not make a second level of the right that a stock level stands for', () => {
    const charter = charterOf(`
writ: 1
title: Protects
targets: { wiki: { connector: mediawiki } }
rights: { wiki: { editprotected: { text: Change protected pages, protects: true } } }
groups: { wiki: { sysop: { rights: editprotected } } }
roles: {}
amendments: { by: none }
`)
    assert.doesNotMatch(text(charter), /\$wgRestrictionLevels = /)
  })

  it('set what rights depend on, once, and only when somebody has the right', () => {
    const rights =
      'upload: { text: Upload, settings: { wgEnableUploads: true } }\npatrol: { text: Patrol, settings: { wgUseRCPatrol: true } }'
    const lines = text(wiki({ rights, groups: 'uploader: { rights: upload }' }))
    assert.match(lines, /^\$wgEnableUploads = true;$/m)
    assert.doesNotMatch(lines, /wgUseRCPatrol/)
  })
})

describe('what cannot be rendered', () => {
  it('names everything at once', () => {
    const charter = wiki({
      rights: `a: { text: A, settings: { wgGroupPermissions: {} } }
b: { text: B, settings: { "x; die()": 1 } }
c: { text: C, settings: { wgA: 1 } }
d: { text: D, settings: { wgA: 2 } }`,
      groups: `Sysop: { rights: [a, b, c, d] }
writ: { rights: read }
everyone: { implicit: everyone, rights: read }
"12": { rights: read }
"a|b": { rights: read }`,
    })
    assert.deepEqual(codes(charter).toSorted(), [
      'group-name-collides',
      'group-name-collides',
      'implicit-group',
      'name-not-usable',
      'name-not-usable',
      'setting-not-usable',
      'setting-not-usable',
      'settings-differ',
    ])
  })

  it('is a charter in which protected pages would be frozen for good', () => {
    assert.deepEqual(codes(wiki({ groups: 'sysop: { abolished: { holders: none } }' })), ['nobody-edits-protected'])
    assert.deepEqual(codes(wiki({ groups: 'sysop: { abolished: { holders: none } }\neditor: { rights: editprotected }' })), [])
    assert.deepEqual(
      codes(wiki({ groups: 'sysop: { abolished: { holders: none } }\neditor: { rights: editprotected, denies: editprotected }' })),
      ['nobody-edits-protected'],
    )
  })

  it('is a group that differs from a stock group only by case', () => {
    const rendered = renderSettings(shippedCharter('citizendium-as-written'), 'wiki', { hash })
    assert.ok(!rendered.ok)
    assert.deepEqual(
      rendered.error.map(({ code, clause }) => [code, clause]),
      [['group-name-collides', 'groups.wiki.Bot']],
    )
  })

  it('is a target that is none or no MediaWiki', () => {
    const charter = shippedCharter('citizendium')
    for (const target of ['forum', 'writ', 'elsewhere']) {
      const rendered = renderSettings(charter, target, { hash })
      assert.equal(rendered.ok ? undefined : rendered.error[0]?.code, 'not-a-mediawiki')
    }
  })
})

describe('abolished groups', () => {
  const charter = wiki({
    groups: 'sysop: { rights: editprotected }\nbureaucrat: { abolished: { holders: none } }\nold: { abolished: { holders: none } }',
  })

  it('are gone, with a warning to empty them first', () => {
    const lines = text(charter)
    assert.equal(listed(lines, 'writGone'), "[ 'bureaucrat', 'old' ]")
    assert.match(lines, /^\/\/ load this only when nobody is left in bureaucrat, old/m)
    assert.doesNotMatch(listed(lines, String.raw`wgRemoveGroups\['writ'\]`), /bureaucrat/)
  })

  it('lose their rights but stay as long as they have members, who can then be taken out', () => {
    const lines = text(charter, { stillHeld: ['bureaucrat'] })
    assert.equal(listed(lines, 'writGone'), "[ 'old' ]")
    assert.match(listed(lines, 'writGroups'), /'bureaucrat'/)
    assert.equal(listed(lines, String.raw`wgRemoveGroups\['writ'\]`), "[ 'sysop', 'bureaucrat' ]")
    assert.equal(listed(lines, String.raw`wgAddGroups\['writ'\]`), "[ 'sysop' ]")
    assert.equal(listed(text(charter, { abolition: 'strip' }), 'writGone'), '')
  })

  it('stay as they are while their members move', () => {
    const lines = text(charter, { abolition: 'keep' })
    assert.doesNotMatch(listed(lines, 'writGroups') + listed(lines, 'writGone'), /bureaucrat/)
    assert.equal(listed(lines, String.raw`wgRemoveGroups\['writ'\]`), "[ 'sysop', 'bureaucrat', 'old' ]")
  })
})

describe("the group of Writ's own account", () => {
  const charter = wiki({
    groups: `a: { rights: edit }
b: { rights: edit, managed: none }
c: { rights: edit, authority: target }
d: { rights: edit, managed: staff }`,
  })

  it('reaches exactly the managed groups, without the right that reaches all', () => {
    const lines = text(charter)
    assert.match(lines, /\$wgAddGroups\['writ'\] = \[ 'a', 'd' \];/)
    assert.match(lines, /\$wgRemoveGroups\['writ'\] = \[ 'a', 'd' \];/)
    const rights = [...lines.matchAll(/\$wgGroupPermissions\['writ'\]\['([^']+)'\] = true/g)].map((match) => match[1])
    assert.deepEqual(rights, ['apihighlimits', 'read', 'writeapi'])
  })

  it('may make a tag when asked to, have another name, or be left out', () => {
    assert.match(text(charter, { tags: true }), /\['writ'\]\['managechangetags'\] = true/)
    assert.match(text(charter, { connectorGroup: 'keeper' }), /\$wgAddGroups\['keeper'\] = \[ 'a', 'd' \];/)
    assert.doesNotMatch(text(charter, { connectorGroup: false }), /\$wgAddGroups\['/)
  })
})
