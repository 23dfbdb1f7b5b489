/** Generated settings on the real wiki: what accounts may do there is what they may do under the settings rendered from the imported charter. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { importedCharter } from '../../src/intake/mediawiki/charter.ts'
import { rulesFromSettings } from '../../src/intake/mediawiki/from-settings.ts'
import { rulesFromSiteinfo } from '../../src/intake/mediawiki/from-siteinfo.ts'
import type { WikiRules } from '../../src/intake/mediawiki/rules.ts'
import { evaluateSettings } from '../../src/intake/mediawiki/settings.ts'
import { instant } from '../../src/kernel/instant.ts'
import { renderSettings } from '../../src/render/mediawiki/settings.ts'
import { readSite } from '../../src/targets/mediawiki/site.ts'
import { counts } from '../counts.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import { charterOf } from '../support/charter.ts'

const EXTENSIONS = ['Renameuser', 'Nuke']
const DAY = 86_400_000
const STOCK = ['sysop', 'bureaucrat', 'bot', 'suppress']
const OWN = ['Editor', 'Senior staff', 'heir', 'sanctioned']
const RIGHTS =
  'edit createpage move block delete undelete deletedhistory patrol protect editprotected rollback upload approve nuke renameuser userrights'.split(
    ' ',
  )

const quoted = (text: string) => `'${text}'`
const anyGroup = fc.constantFrom('*', 'user', 'autoconfirmed', ...STOCK, ...OWN, 'veteran').map(quoted)
const assignable = fc.constantFrom(...STOCK, ...OWN).map(quoted)
const ownGroup = fc.constantFrom('Editor', 'Senior staff').map(quoted)
const right = fc.constantFrom(...RIGHTS).map(quoted)
const flag = fc.constantFrom('true', 'true', 'false')
const lists = fc.uniqueArray(assignable, { minLength: 1, maxLength: 4 }).map((all) => `[ ${all.join(', ')} ]`)
const condition = fc.letrec<{ one: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 2 },
    fc.integer({ min: 0, max: 12 }).map((edits) => `[ APCOND_EDITCOUNT, ${edits} ]`),
    fc.integer({ min: 0, max: 12 }).map((days) => `[ APCOND_AGE, ${days} * 86400 ]`),
    fc.tuple(fc.constantFrom('&', '|', '!'), tie('one'), tie('one')).map(([operator, a, b]) => `[ '${operator}', ${a}, ${b} ]`),
    fc.tuple(tie('one'), tie('one')).map(([a, b]) => `[ '^', ${a}, ${b} ]`),
  ),
})).one

const line = fc.oneof(
  fc.tuple(anyGroup, right, flag).map(([group, one, value]) => `$wgGroupPermissions[${group}][${one}] = ${value};`),
  fc.tuple(anyGroup, right, flag).map(([group, one, value]) => `$wgGroupPermissions[${group}][${one}] = ${value};`),
  fc
    .tuple(ownGroup, fc.constantFrom('sysop', 'bot').map(quoted))
    .map(
      ([to, from]) =>
        `foreach ( $wgGroupPermissions[${from}] ?? [] as $right => $given ) { if ( $right !== 'block' ) { $wgGroupPermissions[${to}][$right] = $given; } }`,
    ),
  fc.constantFrom(...STOCK.filter((one) => one !== 'sysop')).map((group) => `unset( $wgGroupPermissions['${group}'] );`),
  fc
    .tuple(fc.constantFrom('sanctioned', 'Editor', 'user').map(quoted), right)
    .map(([group, one]) => `$wgRevokePermissions[${group}][${one}] = true;`),
  fc.constantFrom('sysop', 'Editor', 'bot').map((parent) => `$wgGroupInheritsPermissions['heir'] = '${parent}';`),
  condition.map((one) => `$wgAutopromote['veteran'] = ${one};`),
  fc
    .tuple(fc.constantFrom('wgAddGroups', 'wgRemoveGroups', 'wgGroupsAddToSelf', 'wgGroupsRemoveFromSelf'), assignable, lists)
    .map(([list, holder, groups]) => `$${list}[${holder}] = ${groups};`),
  fc.constantFrom(
    "$wgAddGroups['bureaucrat'] = true;",
    '$wgAutoConfirmCount = 5;',
    '$wgAutoConfirmAge = 3 * 86400;',
    "$wgRestrictionLevels[] = 'approve';",
    "unset( $wgGroupPermissions['user']['move'] );",
    "$wgGroupPermissions['bureaucrat']['userrights'] = false;",
    "$wgExtensionFunctions[] = static function () { global $wgGroupPermissions; $wgGroupPermissions['sysop']['nuke'] = false; };",
    'if ( defined( "MEDIAWIKI" ) && count( $wgAddGroups ) > 0 ) { $wgGroupPermissions["Editor"]["patrol"] = true; }',
    "$wgGroupPermissions['Editor'] = array_fill_keys( array_diff( array_keys( $wgGroupPermissions['sysop'] ), [ 'userrights', 'block' ] ), true );",
  ),
)
/** Mail is off, as on every throw-away wiki; every group exists, so that every account is in a group; reading stays open, and somebody can always free a page. */
const BASE = `$wgEnableEmail = false;
foreach ( [ ${[...OWN, 'veteran'].map(quoted).join(', ')} ] as $own ) { $wgGroupPermissions[$own]['patrol'] = false; }
$wgImplicitGroups[] = 'veteran'; $wgAutopromote['veteran'] = [ APCOND_EDITCOUNT, 7 ];
`
/** A group that is not there would keep its powers for members it had before: a charter has no word for that. */
const END = `
foreach ( [ 'wgAddGroups', 'wgRemoveGroups', 'wgGroupsAddToSelf', 'wgGroupsRemoveFromSelf' ] as $list ) {
	foreach ( array_keys( $GLOBALS[$list] ) as $holder ) { if ( !isset( $wgGroupPermissions[$holder] ) ) { unset( $GLOBALS[$list][$holder] ); } }
}
$wgGroupPermissions['*']['read'] = $wgGroupPermissions['sysop']['editprotected'] = true; unset( $wgRevokePermissions['user']['editprotected'] );
`
const fragment = fc.array(line, { minLength: 4, maxLength: 16 }).map((all) => `${BASE}${all.join('\n')}${END}`)

/** Only groups that exist: a list may name others, which nobody can be put into. */
const PROBE = `
$services = MediaWiki\\MediaWikiServices::getInstance();
$manager = $services->getUserGroupManager();
$existing = static fn ( $names ) => array_values( array_unique( array_intersect( $names, $manager->listAllGroups() ) ) );
$found = [];
foreach ( $args as $name ) {
	$user = $name === null ? new User() : User::newFromName( $name );
	$changeable = $manager->getGroupsChangeableBy( $user );
	$found[] = [
		'rights' => array_values( array_unique( $services->getPermissionManager()->getUserPermissions( $user ) ) ),
		'groups' => array_values( $manager->getUserEffectiveGroups( $user ) ),
		'add' => $existing( $changeable['add'] ), 'remove' => $existing( $changeable['remove'] ), 'addSelf' => $existing( $changeable['add-self'] ),
	];
}
return $found;
`

interface Found {
  readonly rights: readonly string[]
  readonly groups: readonly string[]
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly addSelf: readonly string[]
}

const withoutConnector = (names: readonly string[]) => sorted(names.filter((group) => group !== 'writ'))
const sorted = (names: readonly string[]) => [...new Set(names)].toSorted()
const probe = async (wiki: Wiki, names: readonly (string | null)[]) => (await wiki.php(PROBE, names)) as readonly Found[]

function php(rules: WikiRules, source: string): { readonly text: string } | { readonly refused: string } {
  const imported = importedCharter(rules, { source })
  if (!imported.ok) assert.fail(imported.error.map((one) => one.message).join('\n'))
  const rendered = renderSettings(charterOf(imported.value.text), 'wiki', { hash: 'a'.repeat(64) })
  return rendered.ok
    ? { text: rendered.value.text.replace('<?php', '') }
    : { refused: rendered.error.map((one) => `${one.code}: ${one.message}`).join('; ') }
}

/** Accounts without groups on both sides of every threshold, one of each group, and some in two. */
async function accounts(wiki: Wiki): Promise<readonly string[]> {
  const now = Date.now()
  const sets = [[], ...[...STOCK, ...OWN].map((one) => [one]), ['Editor', 'sanctioned'], ['sysop', 'sanctioned'], ['heir', 'Senior staff']]
  const people = [
    ...sets.map((groups) => ({ groups, edits: 0, days: 0 })),
    ...[0, 3, 5, 7, 12].flatMap((edits) => [0, 3, 8, 12].map((days) => ({ groups: [] as string[], edits, days }))),
  ]
  await wiki.seed(
    people.map(({ groups, edits, days }, index) => ({
      name: `Person ${index}`,
      groups: Object.fromEntries(groups.map((group) => [group, undefined])),
      edits,
      registered: instant(now - days * DAY - DAY / 2),
    })),
  )
  return people.map((_, index) => `Person ${index}`)
}

function compare(before: readonly Found[], after: readonly Found[], names: readonly (string | null)[], told: string): number {
  let compared = 0
  for (const [index, one] of before.entries()) {
    const other = after[index]
    assert.ok(other !== undefined)
    const who = `${names[index] ?? 'a visitor'} (${one.groups.join(', ')})\n${told}`
    assert.deepEqual(sorted(other.rights), sorted(one.rights), who)
    assert.deepEqual(sorted(other.groups), sorted(one.groups), who)
    assert.deepEqual(withoutConnector(other.add), withoutConnector(one.add), who)
    assert.deepEqual(withoutConnector(other.remove), withoutConnector(one.remove), who)
    assert.deepEqual(sorted(other.addSelf), sorted(one.addSelf.filter((group) => !one.add.includes(group))), who)
    compared += one.rights.length
  }
  return compared
}

describe('the real wiki under the settings of an imported charter', { skip: skipUnless(['mediawiki', 'php'], 'smoke') }, () => {
  it('gives everybody the rights and the powers that it gave before, for generated settings', async () => {
    const wiki = await startWiki({ extensions: EXTENSIONS })
    try {
      const names = [...(await accounts(wiki)), null]
      const wanted = counts({ floor: 2, ci: 8, deep: 80 })
      let [done, refused, compared] = [0, 0, 0]
      for (let seed = Number(process.env['WRIT_TEST_SEED'] ?? 1); done < wanted; seed += 1) {
        const [settings = ''] = fc.sample(fragment, { numRuns: 1, seed })
        const evaluated = evaluateSettings([{ name: 'settings.php', text: `<?php\n${settings}` }], {
          version: '1.39',
          extensions: EXTENSIONS,
        })
        const file = php(rulesFromSettings(evaluated, { known: '1.39', exact: true, text: '1.39' }), 'a test')
        if ('refused' in file) {
          refused += 1
          assert.ok(refused < wanted, `${file.refused}\n${settings}`)
          continue
        }
        await wiki.writeSettings(settings)
        const before = await probe(wiki, names)
        await wiki.writeSettings(file.text)
        compared += compare(before, await probe(wiki, names), names, settings)
        done += 1
      }
      console.log(
        `${done} generated settings (${refused} more that cannot be rendered), ${done * names.length} accounts, ${compared} rights the same`,
      )
      assert.ok(compared > 0)
    } finally {
      await wiki.stop()
    }
  })

  it('can be asked by its API, and what that does not show is said', { skip: skipUnless(['mediawiki', 'php'], 'full') }, async () => {
    const wiki = await startWiki({ extensions: EXTENSIONS })
    try {
      const names = [...(await accounts(wiki)), null]
      // nothing here that the API hides: no revocation, no inheritance, no rule of promotion but the stock one, which is filled in by hand
      const settings = `$wgGroupPermissions['Editor'] = [ 'patrol' => true, 'rollback' => true ]; $wgGroupPermissions['*']['edit'] = false;
$wgAddGroups['Editor'] = [ 'bot' ]; $wgRemoveGroups['Editor'] = [ 'bot', 'sysop' ]; $wgGroupsAddToSelf['bot'] = [ 'Editor' ]; unset( $wgGroupPermissions['suppress'] );`
      await wiki.writeSettings(settings)
      const before = await probe(wiki, names)
      const clock = { now: () => Date.now() as ReturnType<typeof instant> }
      const site = await readSite({ api: new URL(wiki.apiUrl), clock, sleep: () => Promise.resolve() })
      assert.ok(site.ok)
      const rules = rulesFromSiteinfo(site.value)
      assert.ok(rules.ok)
      assert.equal(rules.value.version, '1.39')
      assert.deepEqual(
        rules.value.extensions?.filter((name) => EXTENSIONS.includes(name)),
        ['Nuke', 'Renameuser'],
      )
      const asTold = php(rules.value, 'a test')
      assert.ok(
        'refused' in asTold && asTold.refused.includes('promote-not-expressible'),
        'a hidden rule of promotion is not rendered away',
      )
      const groups = new Map(rules.value.groups)
      const shown = groups.get('autoconfirmed')
      assert.ok(shown !== undefined)
      groups.set('autoconfirmed', { ...shown, nature: { promoted: { kind: 'edits', least: 0 }, keep: false } })
      const file = php({ ...rules.value, groups }, 'a test')
      assert.ok('text' in file)
      await wiki.writeSettings(file.text)
      const compared = compare(before, await probe(wiki, names), names, settings)
      console.log(`by the API: ${names.length} accounts, ${compared} rights the same`)
    } finally {
      await wiki.stop()
    }
  })
})
