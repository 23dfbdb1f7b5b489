/** The naive model of MediaWiki's rights against MediaWiki itself: random settings, random accounts, the same questions to both. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../counts.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'
import {
  changeableBy,
  groupsOf,
  mayDo,
  rightsOf,
  type PromotionCondition,
  type WikiAccount,
  type WikiRules,
} from '../support/reference-wiki.ts'

const GROUPS = ['alpha', 'Beta', 'gamma', 'delta']
const ALL_GROUPS = ['*', 'user', ...GROUPS]
const RIGHTS =
  'read edit createpage createtalk move movefile move-rootuserpages move-categorypages delete protect editinterface approve policy userrights'.split(
    ' ',
  )
const ACTIONS = ['read', 'edit', 'create', 'move', 'delete', 'protect', 'approve']
const NAMESPACES = [-1, 0, 1, 2, 3, 4, 6, 8, 10, 14, 15]
const DAY = 86_400
const IMPLICIT = ['*', 'user']

const rightTable = (values: fc.Arbitrary<boolean>, groups: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...groups), fc.dictionary(fc.constantFrom(...RIGHTS), values, { maxKeys: 6, noNullPrototype: true }), {
    noNullPrototype: true,
  })

const condition: fc.Arbitrary<PromotionCondition> = fc.letrec<{ node: PromotionCondition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(fc.constant('APCOND_EDITCOUNT' as const), fc.integer({ min: 0, max: 12 })),
    fc.tuple(
      fc.constant('APCOND_AGE' as const),
      fc.integer({ min: 0, max: 12 }).map((days) => days * DAY),
    ),
    fc.tuple(fc.constant('APCOND_INGROUPS' as const), fc.constantFrom(...GROUPS)),
    fc
      .tuple(fc.constantFrom('&' as const, '|' as const, '!' as const), fc.array(tie('node'), { minLength: 1, maxLength: 3 }))
      .map(([operator, parts]) => [operator, ...parts] as PromotionCondition),
  ),
})).node

const lists = fc.dictionary(fc.constantFrom(...ALL_GROUPS), fc.uniqueArray(fc.constantFrom(...GROUPS)), {
  maxKeys: 3,
  noNullPrototype: true,
})

const rules: fc.Arbitrary<WikiRules> = fc
  .record({
    GroupPermissions: rightTable(fc.boolean(), ALL_GROUPS),
    RevokePermissions: rightTable(fc.boolean(), [...GROUPS, 'revoked']),
    GroupInheritsPermissions: fc.dictionary(fc.constantFrom(...GROUPS, 'heir'), fc.constantFrom(...GROUPS), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    Autopromote: fc.dictionary(fc.constantFrom('gamma', 'delta'), condition, { noNullPrototype: true }),
    NamespaceProtection: fc.dictionary(
      fc.constantFrom('2', '4', '10', '15'),
      fc.uniqueArray(fc.constantFrom('policy', 'approve', 'edit'), { minLength: 1, maxLength: 2 }),
      { noNullPrototype: true },
    ),
    AddGroups: lists,
    RemoveGroups: lists,
  })
  // the API is asked without login; whoever cannot read cannot ask
  .map((made) => ({ ...made, GroupPermissions: { ...made.GroupPermissions, '*': { ...made.GroupPermissions['*'], read: true } } }))

const account: fc.Arbitrary<WikiAccount> = fc.record({
  assigned: fc.uniqueArray(fc.constantFrom(...GROUPS, 'revoked', 'heir')),
  edits: fc.integer({ min: 0, max: 13 }),
  // half a day more, so that no clock decides
  age: fc.integer({ min: 0, max: 13 }).map((days) => days * DAY + DAY / 2),
})

/** Rules from a file, read at each request: the model's settings reach the wiki as JSON, not as rendered PHP. */
const SETTINGS = `
$writConstants = static function ( $value ) use ( &$writConstants ) {
	if ( is_array( $value ) ) { return array_map( $writConstants, $value ); }
	return is_string( $value ) && str_starts_with( $value, 'APCOND_' ) ? constant( $value ) : $value;
};
$wgExtensionFunctions[] = static function () use ( $writConstants ) {
	foreach ( json_decode( file_get_contents( __DIR__ . '/rules.json' ), true ) as $name => $value ) {
		$GLOBALS["wg$name"] = $name === 'NamespaceProtection' ? $value + [ 8 => 'editinterface' ] : $writConstants( $value );
	}
	$GLOBALS['wgImplicitGroups'] = [ '*', 'user' ];
};`

const PROBE = `
$services = MediaWiki\\MediaWikiServices::getInstance();
$answers = [];
foreach ( $args['names'] as $name ) {
	$user = $name === null ? new User() : User::newFromName( $name );
	foreach ( $args['questions'] as [ $action, $namespace ] ) {
		$page = Title::makeTitle( $namespace, 'No such page' );
		$answers[] = $services->getPermissionManager()->userCan( $action, $user, $page );
	}
	$groups = $services->getUserGroupManager()->getGroupsChangeableBy( $user );
	$changeable[] = [ array_values( $groups['add'] ), array_values( $groups['remove'] ) ];
}
return [ 'answers' => $answers, 'changeable' => $changeable ];
`

const sorted = (names: Iterable<string>) => [...new Set(names)].toSorted()

describe('the reference model of MediaWiki', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  let wiki: Wiki
  before(async () => {
    wiki = await startWiki()
    await writeFile(join(wiki.directory, 'rules.json'), '{}')
    await wiki.writeSettings(SETTINGS)
  })
  after(async () => await wiki.stop())

  it('answers every question as the wiki does', async () => {
    const wanted = counts({ floor: 60, ci: 300, deep: 2000 })
    const perRound = 60
    const everything = ACTIONS.flatMap((action) => NAMESPACES.map((namespace) => [action, namespace] as const))
    let asked = 0
    let rightsCompared = 0
    const told = { yes: 0, no: 0 }
    const anonymous = await wiki.client()
    for (let round = 0; asked < wanted; round += 1) {
      const [settings] = fc.sample(rules, { numRuns: 1, seed: 1000 + round })
      const accounts = [...fc.sample(account, { numRuns: 4, seed: 2000 + round }), { assigned: [], edits: 0, age: undefined }]
      assert.ok(settings !== undefined)
      await writeFile(join(wiki.directory, 'rules.json'), JSON.stringify(settings))
      const names = accounts.map((one, index) => (one.age === undefined ? null : `Asked ${round} ${index}`))
      await seed(wiki, names, accounts)
      const questions = fc.sample(fc.constantFrom(...everything), { numRuns: perRound / accounts.length, seed: 3000 + round })
      const probed = (await wiki.php(PROBE, { names, questions })) as {
        readonly answers: readonly boolean[]
        readonly changeable: readonly (readonly [readonly string[], readonly string[]])[]
      }
      assert.equal(probed.answers.length, perRound)
      for (const [index, answer] of probed.answers.entries()) {
        const one = accounts[Math.floor(index / questions.length)]
        const [action, namespace] = questions[index % questions.length] ?? ['', 0]
        assert.ok(one !== undefined)
        assert.equal(
          mayDo(settings, one, action, namespace),
          answer,
          `${action} in ${namespace} by ${JSON.stringify(one)} under ${JSON.stringify(settings)}`,
        )
        told[answer ? 'yes' : 'no'] += 1
      }
      for (const [index, [add, remove]] of probed.changeable.entries()) {
        const ours = changeableBy(settings, accounts[index] ?? accounts[0]!, IMPLICIT)
        assert.deepEqual([sorted(ours.add), sorted(ours.remove)], [sorted(add), sorted(remove)], JSON.stringify(settings))
      }
      const users = names.filter((name) => name !== null)
      const answer = await anonymous.call({ action: 'query', list: 'users', ususers: users.join('|'), usprop: 'rights|groups' })
      for (const user of answer['query'].users as readonly {
        readonly name: string
        readonly rights: string[]
        readonly groups: string[]
      }[]) {
        const one = accounts[names.indexOf(user.name)]
        assert.ok(one !== undefined)
        assert.deepEqual(sorted(rightsOf(settings, one)), sorted(user.rights), `${JSON.stringify(one)} under ${JSON.stringify(settings)}`)
        assert.deepEqual(sorted(groupsOf(settings, one)), sorted(user.groups))
        rightsCompared += 1
      }
      asked += perRound
    }
    console.log(`reference wiki: ${asked} questions (${told.yes} yes, ${told.no} no), ${rightsCompared} sets of rights, 0 differences`)
    assert.ok(asked >= wanted && told.yes > asked / 20 && told.no > asked / 20)
  })
})

async function seed(wiki: Wiki, names: readonly (string | null)[], accounts: readonly WikiAccount[]): Promise<void> {
  const now = Date.now()
  await wiki.php(
    `foreach ( $args as [ $name, $groups, $edits, $registered ] ) {
	$user = User::createNew( $name );
	wfGetDB( DB_PRIMARY )->update( 'user', [ 'user_editcount' => $edits, 'user_registration' => wfTimestamp( TS_MW, $registered ) ], [ 'user_id' => $user->getId() ] );
	foreach ( $groups as $group ) { MediaWiki\\MediaWikiServices::getInstance()->getUserGroupManager()->addUserToGroup( $user, $group ); }
}`,
    names.flatMap((name, index) => {
      const one = accounts[index]
      return name === null || one?.age === undefined ? [] : [[name, one.assigned, one.edits, Math.floor(now / 1000) - one.age]]
    }),
  )
}
