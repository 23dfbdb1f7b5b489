/** The people of a stock wiki before and after a migration, and what must hold of them at any moment of it. */
import assert from 'node:assert/strict'
import type { Wiki } from '../services/mediawiki.ts'

type Groups = ReadonlyMap<string, readonly string[]>

/** Who is there before: three bureaucrats, twelve sysops, somebody in a group that was abolished long ago. */
export const before = new Map<string, readonly string[]>([
  ['Amber Founder', ['sysop', 'bureaucrat']],
  ['Birch Second', ['sysop', 'bureaucrat']],
  ['Cedar Third', ['sysop', 'bureaucrat']],
  ...Array.from({ length: 12 }, (_, index): [string, readonly string[]] => [`Sysop ${String(index + 1).padStart(2, '0')}`, ['sysop']]),
  ['Moss Stray', ['oldhelpers']],
])

export const person = (handle: string, name: string, ...roles: readonly string[]) =>
  `  - { handle: ${handle}, accounts: [{ target: wiki, name: ${name} }], roles: [${roles.map((role) => `{ role: ${role} }`).join(', ')}] }\n`
export const sysops = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Sysop ${String(from + index).padStart(2, '0')}`)

/** Two bureaucrats are to be colonels; nobody says what becomes of the third. */
export const ranksRoster = `people:\n${person('amber', 'Amber Founder', 'colonel')}${person('birch', 'Birch Second', 'colonel')}${sysops(
  1,
  2,
)
  .map((name, index) => person(`sysop-${index}`, name, 'sysop'))
  .join('')}`

/** Once somebody has made the third a major. */
export const afterRanks: Groups = new Map([
  ['Amber Founder', ['colonel', 'sysop']],
  ['Birch Second', ['colonel', 'sysop']],
  ['Cedar Third', ['major', 'sysop']],
  ...sysops(1, 12).map((name): [string, readonly string[]] => [name, ['sysop']]),
  ['Moss Stray', []],
])

/** Nobody loses what they had before they have what they get. */
export function assertServed(after: Groups, name: string, groups: readonly string[], when: string): void {
  const wanted = after.get(name) ?? []
  const old = before.get(name) ?? []
  const has = (all: readonly string[]) => all.every((group) => groups.includes(group))
  if (wanted.length > 0) assert.ok(has(wanted) || has(old), `${when}: ${name} has only ${groups.join(', ')}`)
}

/** Asked of the wiki itself: whatever anybody is still to get or to lose, some account can give and take; and everybody can still read and, logged in, edit. */
export async function assertRepairable(wiki: Wiki, after: Groups, when: string): Promise<void> {
  const found = (await wiki.php(
    `$services = MediaWiki\\MediaWikiServices::getInstance(); $manager = $services->getUserGroupManager(); $out = [];
foreach ( $args as $name ) { $user = User::newFromName( $name ); $can = $manager->getGroupsChangeableBy( $user );
  $out[$name] = [ 'add' => array_values( $can['add'] ), 'remove' => array_values( $can['remove'] ), 'rights' => array_values( $services->getPermissionManager()->getUserPermissions( $user ) ) ]; }
return [ 'people' => $out, 'groups' => array_values( $manager->listAllGroups() ) ];`,
    [...before.keys(), 'WritBot'],
  )) as {
    readonly people: Readonly<Record<string, { add: string[]; remove: string[]; rights: string[] }>>
    readonly groups: readonly string[]
  }
  const wanted = new Set([...after.values()].flat())
  const all = Object.values(found.people)
  const top = [...wanted].filter((group) => found.groups.includes(group))
  assert.ok(
    all.some(({ add, remove }) => top.every((group) => add.includes(group) && remove.includes(group))),
    `${when}: nobody could give and take ${top.join(', ')}`,
  )
  for (const [name, { rights }] of Object.entries(found.people))
    if (name !== 'WritBot') for (const right of ['read', 'edit']) assert.ok(rights.includes(right), `${when}: ${name} cannot ${right}`)
}
