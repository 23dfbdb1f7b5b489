import { phpComment, phpFromJson, phpString, phpValue, phpVariable, type PhpValue } from '../php.ts'
import { contentCorePhp, contentLockdownPhp } from './content/content-php.ts'
import type { NativeList, NativeRule } from './native-powers.ts'
import type { SettingsOptions, WikiSettings } from './wiki-settings.ts'

const NATIVE_LISTS: readonly NativeList[] = ['AddGroups', 'RemoveGroups', 'GroupsAddToSelf', 'GroupsRemoveFromSelf']

/** The PHP file. Everything that changes groups stands in one extension function, which runs after all extensions are loaded. */
export function settingsPhp(wiki: WikiSettings, options: SettingsOptions, remarks: readonly string[]): string {
  const body = [
    ...preparation(wiki),
    ...rights(wiki),
    ...promotions(wiki),
    ...restricted(wiki),
    ...powers(wiki),
    ...connector(wiki),
    ...abolition(wiki),
    ...lockdown(wiki),
  ]
  const lines = [
    '<?php',
    ...header(wiki, options),
    ...remarks.map(phpComment),
    ...settings(wiki),
    ...(wiki.content === undefined ? [] : contentCorePhp(wiki.content)),
    ...(options.tags === true && wiki.connector !== undefined ? TAG_GRANT : []),
    '',
    '// Run after the extensions are loaded: they would add their groups and rights to whatever stands here before.',
    '$wgExtensionFunctions[] = static function (): void {',
    ...body.map((line) => (line === '' ? '' : `\t${line}`)),
    '};',
  ]
  return `${lines.join('\n')}\n`
}

function lockdown({ content }: WikiSettings): readonly string[] {
  return content === undefined ? [] : contentLockdownPhp(content)
}

function header({ charter, target }: WikiSettings, { hash, revision }: SettingsOptions): readonly string[] {
  return [
    phpComment(`made by Writ from charter ${hash}, do not edit`),
    phpComment(`${charter.title}${revision === undefined ? '' : `, revision ${revision}`}, target ${target}`),
    '// Load it as the last line of LocalSettings.php: require_once "$IP/writ-groups.php";',
    '//',
  ]
}

/** No stock grant carries tags to a bot password. Grants are read with the session, before extension functions run. */
const TAG_GRANT = [
  '',
  '// for the bot password of Writ: --grants basic,highvolume,writ-tags',
  "$wgGrantPermissions['writ-tags'] = [ 'applychangetags' => true, 'managechangetags' => true ];",
]

function settings(wiki: WikiSettings): readonly string[] {
  if (wiki.settings.size === 0) return []
  const lines = [...wiki.settings].map(([name, value]) => `${phpVariable(name)} = ${phpValue(phpFromJson(value))};`)
  return ['', '// settings that rights of this charter depend on', ...lines]
}

/** What a group is named in, besides the rights it grants. */
const OF_A_GROUP = ['RevokePermissions', 'GroupInheritsPermissions', ...NATIVE_LISTS, 'Autopromote']
const GLOBALS = ['GroupPermissions', ...OF_A_GROUP, 'AutopromoteOnce', 'ImplicitGroups', 'RestrictionLevels', 'AvailableRights']

/** Clears the table for every group that the file speaks of; groups that it does not mention stay as they are. */
function preparation({ groups, abolished, connector: ours }: WikiSettings): readonly string[] {
  const names = [...groups.map((group) => group.name), ...abolished.strip, ...(ours === undefined ? [] : [ours.name])]
  return [
    `global ${GLOBALS.map((name) => `$wg${name}`).join(', ')};`,
    '',
    '// Whatever this wiki or an extension gives these groups is switched off first, so that exactly the charter holds.',
    ...assignment('$writGroups', names),
    'foreach ( $writGroups as $writGroup ) {',
    '\t$wgGroupPermissions[$writGroup] = array_fill_keys( array_keys( $wgGroupPermissions[$writGroup] ?? [] ), false );',
    ...forgotten(OF_A_GROUP),
    '}',
    '$wgImplicitGroups = array_values( array_diff( $wgImplicitGroups, $writGroups ) );',
  ]
}

function rights({ groups, levels, newRights }: WikiSettings): readonly string[] {
  const lines = groups.flatMap(({ name, block, granted, refused }) => [
    '',
    phpComment(block.title ?? name),
    ...granted.map((right) => `${entry('GroupPermissions', name, right)} = true;`),
    ...refused.map((right) => `${entry('GroupPermissions', name, right)} = false;`),
    ...block.denies.map((right) => `${entry('RevokePermissions', name, right)} = true;`),
    ...(block.implicit === undefined ? [] : [`$wgImplicitGroups[] = ${phpString(name)};`]),
  ])
  if (newRights.length > 0) lines.push('', '// rights that the core does not know by itself', ...union('$wgAvailableRights', newRights))
  if (levels.length > 0) lines.push('', '// levels that pages can be protected at', ...union('$wgRestrictionLevels', levels))
  return lines
}

function promotions(wiki: WikiSettings): readonly string[] {
  if (wiki.promotions.length === 0) return []
  const lines = wiki.promotions.flatMap(({ group, condition, keep }) => {
    const when = wiki.charter.groups.get(wiki.target)?.get(group)?.promote?.when ?? []
    const texts = when.map((id) => phpComment(wiki.charter.conditions.get(id)?.text ?? id))
    if (keep) return [...texts, ...assignment(`$wgAutopromoteOnce['onEdit'][${phpString(group)}]`, condition)]
    return [...texts, ...assignment(`$wgAutopromote[${phpString(group)}]`, condition), `$wgImplicitGroups[] = ${phpString(group)};`]
  })
  return ['', '// groups that the wiki promotes to by itself', ...lines]
}

/** Conditions that the wiki asks for before anybody is put into a group; what stood there for groups of the charter is gone. */
function restricted({ restrictions, groups, abolished }: WikiSettings): readonly string[] {
  if (!restrictions.supported) return []
  const names = [...groups.map(({ name }) => name), ...abolished.unset, ...abolished.strip]
  return [
    '',
    '// conditions that the wiki asks for before an account is put into a group',
    'global $wgRestrictedGroups;',
    ...`$wgRestrictedGroups = array_diff_key( $wgRestrictedGroups ?? [], array_flip( ${phpValue(names)} ) );`.split('\n'),
    ...restrictions.groups.flatMap(({ group, condition }) =>
      assignment(entry('RestrictedGroups', group), { kind: 'map', entries: new Map([['memberConditions', condition]]) }),
    ),
  ]
}

function powers({ powers: { rules } }: WikiSettings): readonly string[] {
  if (rules.length === 0) return []
  const lines = NATIVE_LISTS.flatMap((list) => {
    const holders = [...new Set(rules.filter((rule) => rule.list === list).map((rule) => rule.holder))]
    return holders.flatMap((holder) => assignment(entry(list, holder), groupsOf(rules, list, holder)))
  })
  return ['', '// powers that this wiki can enforce exactly, and the way out of a group for its members', ...lines]
}

function groupsOf(rules: readonly NativeRule[], list: NativeList, holder: string): readonly string[] {
  return [...new Set(rules.filter((rule) => rule.list === list && rule.holder === holder).map((rule) => rule.group))]
}

function connector({ connector: ours }: WikiSettings): readonly string[] {
  if (ours === undefined) return []
  return [
    '',
    "// Writ's own account: the groups of the charter and no others, and no `userrights`",
    ...ours.rights.map((right) => `${entry('GroupPermissions', ours.name, right)} = true;`),
    ...assignment(entry('AddGroups', ours.name), ours.add),
    ...assignment(entry('RemoveGroups', ours.name), ours.remove),
  ]
}

function abolition({ abolished }: WikiSettings): readonly string[] {
  const lines: string[] = []
  if (abolished.strip.length > 0)
    lines.push('', phpComment(`abolished, without rights until the last member has left: ${abolished.strip.join(', ')}`))
  if (abolished.keep.length > 0)
    lines.push('', phpComment(`abolished, left as they are while their members move: ${abolished.keep.join(', ')}`))
  if (abolished.unset.length === 0) return lines
  return [
    ...lines,
    '',
    '// abolished',
    ...assignment('$writGone', abolished.unset),
    'foreach ( $writGone as $writGroup ) {',
    ...forgotten(['GroupPermissions', ...OF_A_GROUP]),
    '}',
    '$wgImplicitGroups = array_values( array_diff( $wgImplicitGroups, $writGone ) );',
  ]
}

/** Inside the loop over groups: what names the group is taken out of these settings. */
function forgotten(names: readonly string[]): readonly string[] {
  return [
    ...names.map((name) => `\tunset( $wg${name}[$writGroup] );`),
    '\tforeach ( array_keys( $wgAutopromoteOnce ) as $writEvent ) {',
    '\t\tunset( $wgAutopromoteOnce[$writEvent][$writGroup] );',
    '\t}',
  ]
}

function entry(name: string, ...keys: readonly string[]): string {
  return `$wg${name}${keys.map((key) => `[${phpString(key)}]`).join('')}`
}

function assignment(left: string, value: PhpValue): readonly string[] {
  return `${left} = ${phpValue(value)};`.split('\n')
}

function union(variable: string, values: readonly string[]): readonly string[] {
  return `${variable} = array_values( array_unique( array_merge( ${variable}, ${phpValue(values)} ) ) );`.split('\n')
}
