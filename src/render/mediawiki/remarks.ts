import { contentRemarks } from './content/content-php.ts'
import { providerNames } from './providers.ts'
import type { WikiSettings } from './wiki-settings.ts'
import { CORE_RIGHTS, STOCK_GROUPS } from '../../charter/mediawiki/stock.ts'

/** What whoever loads the file should know. One line each; they stand in the file as comments. */
export function remarksOn(wiki: WikiSettings): readonly string[] {
  return [...ofAbolition(wiki), ...ofRights(wiki), ...ofPowers(wiki), ...ofTheRest(wiki)]
}

function ofAbolition({ abolished: { unset, strip, keep } }: WikiSettings): readonly string[] {
  return [
    ...(unset.length === 0
      ? []
      : [
          `load this only when nobody is left in ${unset.join(', ')}: afterwards only maintenance/emptyUserGroup.php takes members out of them`,
        ]),
    ...(keep.length === 0 ? [] : [`${keep.join(', ')} keep the rights and powers they have until they are abolished`]),
    ...(strip.length === 0 ? [] : [`${strip.join(', ')} stay without rights until they are empty`]),
  ]
}

function ofRights({ charter, target, groups }: WikiSettings): readonly string[] {
  const granted = new Set(groups.flatMap((group) => group.granted))
  // what the core has of this kind (`reupload-own`) it also keeps
  const narrowed = [...(charter.rights.get(target) ?? [])].filter(
    ([right, block]) => block.narrows !== undefined && granted.has(right) && !CORE_RIGHTS.has(right),
  )
  const withheld = groups.filter((group) => group.withheld.length > 0)
  return [
    ...withheld.map(
      (group) =>
        `${group.name} does not get ${group.withheld.join(', ')}: it would bypass every rule of the charter (\`direct: true\` on the target would give it)`,
    ),
    ...narrowed.map(
      ([right, block]) =>
        `${right} is ${block.narrows ?? ''} within limits that the wiki cannot see (${block.when.map((id) => charter.conditions.get(id)?.text ?? id).join(', ')}): there it does nothing, only the answer of Writ knows it`,
    ),
    ...groups
      .filter(({ newer }) => newer.length > 0)
      .map(
        ({ name, newer }) =>
          `${name} does not get ${newer.map(({ right, since }) => `${right} (MediaWiki 1.${since})`).join(', ')} yet: the wiki is older`,
      ),
    ...[...providerNames(charter, target, groups)].map(
      ([provider, rights]) => `without ${provider} these rights do nothing: ${rights.join(', ')}`,
    ),
  ]
}

function ofPowers({ powers: { leftOut, unchecked } }: WikiSettings): readonly string[] {
  return [
    ...leftOut.map(({ clause, roles, why }) => `${clause} on ${roles.join(', ')} goes through Writ alone: ${why}`),
    ...unchecked.map(({ roles, why }) => `the wiki does not check for ${roles.join(', ')}: ${why}; Writ reports what breaks them`),
  ]
}

function ofTheRest({ charter, target, groups, content, restrictions }: WikiSettings): readonly string[] {
  const declared = charter.groups.get(target)
  // logging in is a module that writes: https://phabricator.wikimedia.org/T283394
  const closed = groups.some((group) => group.block.implicit === 'everyone' && !group.granted.includes('writeapi'))
  const unmanaged = [...STOCK_GROUPS.keys()].filter((name) => declared?.has(name) !== true)
  return [
    ...(closed ? ['nobody can log in through the API, and so Writ cannot with a bot password: give `writeapi` to `*`'] : []),
    ...(unmanaged.length === 0 ? [] : [`stock groups that the charter does not mention stay as they are: ${unmanaged.join(', ')}`]),
    ...restrictions.leftOut.map(({ group, why }) => `the wiki does not ask for the conditions of ${group}: ${why}; Writ does`),
    ...(content === undefined ? [] : contentRemarks(content)),
  ]
}
