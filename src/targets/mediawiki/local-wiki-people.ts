/** Accounts of a throw-away wiki, made in bulk through MediaWiki's own `User::createNew`. */
import { formatInstant, type Instant } from '../../kernel/instant.ts'

export interface WikiPerson {
  readonly name: string
  /** Groups with the end of the membership, `undefined` for unlimited. Written without a log line. */
  readonly groups?: Readonly<Record<string, Instant | undefined>>
  readonly edits?: number
  readonly registered?: Instant
  /** Main password for the login form; at least 10 characters. Without one the account cannot log in. */
  readonly password?: string
}

const create = `
$services = MediaWiki\\MediaWikiServices::getInstance();
$groups = $services->getUserGroupManager();
$dbw = wfGetDB( DB_PRIMARY );
$ids = [];
$dbw->startAtomic( 'writ-seed', IDatabase::ATOMIC_CANCELABLE );
foreach ( $args as $person ) {
	if ( $services->getUserNameUtils()->getCanonical( $person['name'] ) !== $person['name'] ) { throw new RuntimeException( 'the wiki does not take this user name as it is: ' . $person['name'] ); }
	$user = User::createNew( $person['name'] );
	if ( !$user ) { throw new RuntimeException( 'cannot create the account ' . $person['name'] ); }
	$dbw->update( 'user', [
		'user_editcount' => $person['edits'] ?? 0,
		'user_registration' => $dbw->timestamp( $person['registered'] ?? wfTimestampNow() ),
	], [ 'user_id' => $user->getId() ], 'writ-seed' );
	foreach ( $person['groups'] as [ $group, $until ] ) {
		$groups->addUserToGroup( $user, $group, $until === null ? null : wfTimestamp( TS_MW, $until ) );
	}
	if ( isset( $person['password'] ) ) { $user->changeAuthenticationData( [ 'username' => $user->getName(), 'password' => $person['password'], 'retype' => $person['password'] ] ); }
	$ids[] = [ $person['name'], $user->getId() ];
}
$dbw->endAtomic( 'writ-seed' );
return $ids;
`

/** Creates the accounts in one process; immutable ids by the names given. */
export async function createPeople(
  php: (code: string, args: unknown) => Promise<unknown>,
  people: readonly WikiPerson[],
): Promise<ReadonlyMap<string, number>> {
  const rows = people.map((person) => ({
    ...person,
    registered: person.registered === undefined ? null : formatInstant(person.registered),
    groups: Object.entries(person.groups ?? {}).map(([group, until]) => [group, until === undefined ? null : formatInstant(until)]),
  }))
  return new Map((await php(create, rows)) as readonly (readonly [string, number])[])
}
