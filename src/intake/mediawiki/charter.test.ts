import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatCharter } from '../../charter/format/format.ts'
import { lintCharter } from '../../charter/lint.ts'
import { parseCharter } from '../../charter/parse.ts'
import type { CharterSource } from '../../charter/source.ts'
import { findVersion } from '../../mediawiki/versions.ts'
import { importedCharter, type Imported } from './charter.ts'
import { rulesFromSettings } from './from-settings.ts'
import { evaluateSettings } from './settings.ts'

interface Read extends Imported {
  readonly source: CharterSource
  readonly codes: readonly string[]
}

/** Imports settings, and holds what comes out to be canonical and free of errors. */
function read(php: string, extensions: readonly string[] = [], version = '1.39'): Read {
  const found = findVersion(version)
  assert.ok(found !== undefined)
  const settings = evaluateSettings([{ name: 'LocalSettings.php', text: `<?php\n${php}` }], { version: found.known, extensions })
  const imported = importedCharter(rulesFromSettings(settings, { ...found, text: version }), { source: 'a test' })
  if (!imported.ok) assert.fail(imported.error.map((one) => `${one.line}: ${one.message}`).join('\n'))
  const file = { name: 'charter.yaml', text: imported.value.text }
  const parsed = parseCharter([file])
  assert.ok(parsed.ok)
  assert.deepEqual(
    lintCharter(parsed.value).filter(({ severity }) => severity === 'error'),
    [],
  )
  assert.deepEqual(formatCharter(file), { ok: true, value: file.text }, 'it is not canonical')
  for (const { text } of imported.value.remarks) assert.ok(file.text.includes(text), `no comment says: ${text}`)
  return {
    ...imported.value,
    source: parsed.value,
    codes: [...new Set(imported.value.remarks.map(({ code }) => code.slice(7)))].toSorted(),
  }
}

const group = ({ source }: Read, name: string) => {
  const found = source.charter.groups.get('wiki')?.get(name)
  assert.ok(found !== undefined, `there is no group ${name}`)
  return found
}
const may = ({ source }: Read, role: string) =>
  source.charter.roles.get(role)?.may.map(({ verb, roles, but, scope }) => ({ verb, roles, but, scope }))

describe('a wiki as it comes', () => {
  for (const version of ['1.35', '1.39', '1.43']) {
    it(`is imported with the defaults of ${version}`, () => {
      const found = read('', [], version)
      assert.deepEqual(
        [...(found.source.charter.groups.get('wiki')?.keys() ?? [])],
        ['*', 'user', 'autoconfirmed', 'bot', 'sysop', 'interface-admin', 'bureaucrat', 'suppress'],
      )
      assert.deepEqual([...found.source.charter.roles.keys()], ['bot', 'sysop', 'interface-admin', 'bureaucrat', 'suppress', 'writ-keeper'])
      assert.equal(group(found, '*').rights.includes('writeapi'), version !== '1.43')
      assert.equal(group(found, 'bureaucrat').rights.includes('renameuser'), version === '1.43')
      assert.equal(found.source.charter.rights.get('wiki')?.get('userrights')?.controls, 'all-groups')
      assert.deepEqual(found.codes, ['resigning', 'rights-of-nobody'])
    })
  }
})

describe('settings become', () => {
  it('exactly the rights that are true', () => {
    const found = read(
      "$wgGroupPermissions['*']['edit'] = false; $wgGroupPermissions['Editor'] = [ 'edit' => true, 'move' => false, 'patrol' => 1 ]; # $wgGroupPermissions['Editor']['block'] = true;",
    )
    assert.deepEqual(group(found, 'Editor').rights, ['edit', 'patrol'])
    assert.ok(!group(found, '*').rights.includes('edit') && group(found, 'user').rights.includes('edit'))
  })

  it('denials, inheritance of one step, and levels of protection', () => {
    const found = read(
      "$wgRevokePermissions['sanctioned']['edit'] = true; $wgGroupInheritsPermissions['deputy'] = 'sysop'; $wgGroupInheritsPermissions['helper'] = 'deputy'; $wgRestrictionLevels[] = 'approve'; $wgGroupPermissions['sysop']['approve'] = true;",
    )
    assert.deepEqual(group(found, 'sanctioned').denies, ['edit'])
    assert.deepEqual(group(found, 'deputy').includes, ['sysop'])
    assert.deepEqual(group(found, 'helper').rights, [], 'inheritance reaches one step on a wiki')
    assert.ok(found.codes.includes('inheritance-written-out'))
    assert.equal(found.source.charter.rights.get('wiki')?.get('approve')?.protects, true)
  })

  it('promotion by what a charter can say', () => {
    const found = read(
      "$wgAutoConfirmAge = 4 * 86400; $wgAutoConfirmCount = 10; $wgAutopromote['veteran'] = [ '|', [ '&', [ APCOND_EDITCOUNT, 500 ], [ APCOND_AGE, 90 * 86400 ] ], [ '^', APCOND_EMAILCONFIRMED, [ APCOND_EDITCOUNT, 3 ] ], [ '!', APCOND_EMAILCONFIRMED ] ]; $wgImplicitGroups[] = 'veteran'; $wgAutopromoteOnce['onEdit']['regular'] = [ APCOND_AGE_FROM_EDIT, 3600 ];",
    )
    const { conditions } = found.source.charter
    assert.deepEqual(group(found, 'veteran').promote, { when: ['promoted-veteran'], keep: false })
    assert.deepEqual(group(found, 'regular').promote, { when: ['promoted-regular'], keep: true })
    assert.deepEqual(conditions.get('promoted-autoconfirmed')?.test, {
      kind: 'all',
      items: [
        { kind: 'test', of: 'fact', name: 'edits', operators: { at_least: 10 } },
        { kind: 'test', of: 'fact', name: 'registered-since', operators: { older_than: { count: 4, unit: 'day' } } },
      ],
    })
    assert.equal(conditions.get('promoted-veteran')?.test.kind, 'any')
    assert.ok(!found.codes.includes('promotion-not-expressible'))
  })

  it('a fact that rendering refuses where a charter has no word for a promotion', () => {
    const found = read(
      "$wgAutopromote['inside'] = [ APCOND_IPINRANGE, '10.0.0.0/8' ]; $wgAutopromote['odd'] = [ APCOND_AGE, 59 ]; $wgAutopromote['member'] = [ APCOND_INGROUPS, 'sysop' ];",
    )
    assert.ok(found.codes.includes('promotion-not-expressible'))
    assert.ok(
      found.source.charter.facts.has('wiki-promotes-inside-1') &&
        found.source.charter.facts.has('wiki-promotes-odd-1') &&
        found.source.charter.facts.has('wiki-promotes-member-1'),
    )
  })

  it('powers with their scope, changes where both may be done', () => {
    const found = read(
      "$wgGroupPermissions['editor'] = $wgGroupPermissions['chief'] = []; $wgAddGroups['chief'] = [ 'editor', 'sysop' ]; $wgRemoveGroups['chief'] = [ 'editor', 'bot' ]; $wgGroupsAddToSelf['editor'] = [ 'bot' ]; $wgGroupsRemoveFromSelf['editor'] = [ 'editor', 'sysop' ]; $wgAddGroups['bureaucrat'] = true;",
    )
    assert.deepEqual(may(found, 'chief'), [
      { verb: 'change', roles: ['editor'], but: [], scope: 'any' },
      { verb: 'add', roles: ['sysop'], but: [], scope: 'any' },
      { verb: 'remove', roles: ['bot'], but: [], scope: 'any' },
    ])
    assert.deepEqual(may(found, 'editor'), [
      { verb: 'add', roles: ['bot'], but: [], scope: 'self' },
      { verb: 'remove', roles: ['sysop'], but: [], scope: 'self' },
    ])
    assert.deepEqual(may(found, 'bureaucrat'), [{ verb: 'add', roles: 'all', but: ['writ-keeper'], scope: 'any' }])
    assert.ok(found.codes.includes('reaches-every-group'))
  })

  it('a request that nobody decides where everybody may join', () => {
    const found = read("$wgGroupPermissions['reader'] = []; $wgGroupsAddToSelf['user'] = [ 'reader' ];")
    const role = found.source.charter.roles.get('reader')
    assert.deepEqual([role?.automatic, role?.request?.for], ['on-request', 'self'])
    assert.ok(found.codes.includes('power-of-everybody'))
  })

  it('ids from names, and numbers where a name gives none or one that is taken', () => {
    const found = read(
      "foreach ( [ 'EditorialCouncil', 'Senior technical staff', 'Redaktör', 'x-y', 'X Y', 'registered', 'MCBot' ] as $g ) { $wgGroupPermissions[$g]['patrol'] = true; }",
    )
    const ids = new Map([...found.source.charter.roles].map(([id, role]) => [role.title, id]))
    assert.deepEqual(
      ['EditorialCouncil', 'Senior technical staff', 'Redaktör', 'x-y', 'X Y', 'registered', 'MCBot'].map((name) => ids.get(name)),
      ['editorial-council', 'senior-technical-staff', 'group-1', 'x-y', 'group-2', 'group-3', 'mc-bot'],
    )
    assert.equal(found.source.charter.roles.get('x-y')?.purpose, 'Imported, purpose not known')
  })

  it('what extensions add, also where it undoes the file', () => {
    const found = read(
      "$wgGroupPermissions['colonel'] = $wgGroupPermissions['sysop']; unset( $wgGroupPermissions['bureaucrat'] ); wfLoadExtensions( [ 'Nuke', 'Renameuser' ] ); wfLoadExtension( 'Homemade' );",
      ['CheckUser'],
    )
    assert.ok(group(found, 'sysop').rights.includes('nuke') && !group(found, 'colonel').rights.includes('nuke'))
    assert.deepEqual(group(found, 'bureaucrat').rights, ['renameuser'])
    assert.deepEqual(group(found, 'checkuser').rights, ['checkuser', 'checkuser-log'])
    for (const code of ['unset-undone', 'copied-too-early', 'extension-not-known']) assert.ok(found.codes.includes(code), code)
    const last = read(
      "wfLoadExtension( 'Renameuser' ); $wgExtensionFunctions[] = function () { global $wgGroupPermissions; unset( $wgGroupPermissions['bureaucrat'] ); };",
    )
    assert.ok(group(last, 'bureaucrat').abolished !== undefined && !last.codes.includes('unset-undone'))
  })
})

describe('what is wrong with settings', () => {
  const usual = read('').codes

  for (const [code, php] of [
    ['defaults-in-force', "$wgGroupPermissions['editor']['patrol'] = true;"],
    ['same-but-for-case', "$wgGroupPermissions['Bot']['bot'] = true;"],
    ['name-not-usable', "$wgGroupPermissions[7]['edit'] = true;"],
    ['name-not-usable', '$wgGroupPermissions["a\\u{202e}b"][\'edit\'] = true;'],
    ['right-of-old', "$wgGroupPermissions['sysop']['trackback'] = true;"],
    ['right-not-known', "$wgGroupPermissions['sysop']['fly'] = true;"],
    ['extension-missing', "$wgGroupPermissions['sysop']['checkuser'] = true;"],
    ['setting-missing', "$wgGroupPermissions['sysop']['sendemail'] = true; $wgEnableUserEmail = false;"],
    ['power-over-no-group', "$wgAddGroups['sysop'] = [ 'Tpyo' ];"],
    ['power-of-no-group', "$wgAddGroups['nobody'] = [ 'sysop' ];"],
    ['power-over-unassigned', "$wgAddGroups['sysop'] = [ 'autoconfirmed' ];"],
    ['power-not-expressible', "$wgAddGroups['autoconfirmed'] = [ 'bot' ];"],
    ['stock-group-gone', "unset( $wgGroupPermissions['bot'] );"],
    ['never-assigned', "unset( $wgAutopromote['autoconfirmed'] );"],
    ['inherits-from-nobody', "$wgGroupInheritsPermissions['a'] = 'b';"],
    ['level-missing', "$wgRestrictionLevels = [ '', 'sysop' ];"],
    ['namespace-protection', "$wgNamespaceProtection[NS_TEMPLATE] = [ 'editinterface' ];"],
    ['promotion-event', "$wgAutopromoteOnce['onView']['a'] = [ APCOND_EDITCOUNT, 1 ];"],
    ['value-not-known', "$wgGroupPermissions['sysop']['block'] = getenv( 'X' );"],
    ['condition-not-known', "if ( $wgServer === 'x' ) { $wgGroupPermissions['sysop']['block'] = false; }"],
    ['included-file', 'require_once "$IP/groups.php";'],
    ['call-not-followed', 'enableEverything();'],
    ['extension-loaded-perhaps', 'wfLoadExtension( $wgWhich );'],
    ['hook-not-run', "$wgHooks['UserGetRights'][] = static function ( $user, &$rights ) {};"],
    ['not-evaluated', 'foreach ( $wgGroupPermissions as &$rights ) { $rights = []; }'],
    ['gave-up', 'while ( true ) {}'],
    ['connector-group', "$wgAddGroups['writ'] = [ 'sysop' ]; $wgGroupPermissions['writ']['apihighlimits'] = true;"],
  ] as const) {
    it(`is remarked: ${code} (${php.slice(0, 60)})`, () => {
      assert.ok(!usual.includes(code), 'it is remarked of every wiki')
      const { codes } = read(php)
      assert.ok(codes.includes(code), codes.join(', '))
    })
  }

  it('tells in full who may act in which namespace, and makes no gate of it', () => {
    const { remarks, text } = read(
      `$wgNamespaceProtection[NS_TEMPLATE] = $wgNamespaceProtection[NS_HELP] = [ 'editinterface' ];
$wgNamespacePermissionLockdown['*']['edit'] = [ 'user' ];
foreach ( [ 100, 101 ] as $closed ) { $wgNamespacePermissionLockdown[$closed]['read'] = [ 'staff', 'sysop' ]; }
$wgNamespacePermissionLockdown[NS_PROJECT]['move'] = [];
$wgNamespacePermissionLockdown[102]['*'] = [ getenv( 'X' ) ];`,
    )
    assert.deepEqual(
      remarks
        .filter(({ code }) => code === 'import/namespace-protection')
        .map((one) => one.text.replace('; a charter says that with a gate', '')),
      [
        'edit in namespaces 12, 10 only with editinterface',
        'Lockdown: edit in every namespace that has no line of its own only for user',
        'Lockdown: read in namespaces 100, 101 only for staff, sysop',
        'Lockdown: move in namespace 4 only for nobody',
        'Lockdown: whatever else is done in namespace 102 only for somebody these files do not say',
      ],
    )
    assert.doesNotMatch(text, /^gates:/m)
  })

  it('says nothing of what stands in comments', () => {
    const found = read("# $wgGroupPermissions['sysop']['fly'] = true;\n// wfLoadExtension( 'Homemade' );\n/* require 'x.php'; */")
    assert.deepEqual(found.codes, usual)
  })

  it('keeps what it cannot know out of the charter, and shows no value of the file', () => {
    const found = read(
      "$wgSecretKey = 'hunter2'; $wgGroupPermissions['sysop']['block'] = $wgSecretKey === getenv( 'X' ); if ( getenv( 'Y' ) ) { $wgGroupPermissions['bot']['bot'] = 'hunter2'; }",
    )
    assert.ok(!group(found, 'sysop').rights.includes('block') && !group(found, 'bot').rights.includes('bot'))
    assert.ok(!`${found.text}${JSON.stringify(found.remarks)}`.includes('hunter2'))
  })
})
