/** LocalSettings.php as MediaWiki would have it in the end: its defaults, the files, what extensions merge in, and the functions that run last. */
import { CORE_LEVELS, coreGroups, IMPLICIT_GROUPS } from '../../mediawiki/core-groups.ts'
import { SETTING_DEFAULTS } from '../../mediawiki/core-rights.ts'
import { findExtension, type KnownExtension } from '../../mediawiki/extensions.ts'
import type { KnownVersion } from '../../mediawiki/versions.ts'
import { callClosure, callUser } from '../php/calls.ts'
import { evaluatePhp, guarded, type PhpFile } from '../php/evaluate.ts'
import type { Machine, PhpRemark } from '../php/machine.ts'
import { walk, word, type Node } from '../php/syntax.ts'
import { PhpArray, PhpClosure, truth, Unknown, type Key, type Value } from '../php/value.ts'

export interface SettingsOptions {
  readonly version: KnownVersion
  /** Extensions that are loaded besides those that the files load. */
  readonly extensions: readonly string[]
}

export interface Settings {
  /** Name of a setting with its `wg` -> its value; what is not set is not in it. */
  readonly values: ReadonlyMap<string, Value>
  /** The same before extensions were merged in: what LocalSettings.php itself came to. */
  readonly early: ReadonlyMap<string, Value>
  /** Extensions that are loaded, in order; `known` undefined: nothing is known of what it brings. */
  readonly extensions: readonly {
    readonly name: string
    readonly known: KnownExtension | undefined
    readonly file: string
    readonly line: number
  }[]
  readonly remarks: readonly PhpRemark[]
  /** Group -> rights that it has because MediaWiki gives them and these files leave them alone. */
  readonly byDefault: ReadonlyMap<string, readonly string[]>
  /** Whether at least one file could be parsed. */
  readonly readable: boolean
}

/** Settings that say who may do what, and those that rights depend on. */
export const WATCHED: ReadonlySet<string> = new Set([
  ...[
    'GroupPermissions',
    'RevokePermissions',
    'GroupInheritsPermissions',
    'ImplicitGroups',
    'Autopromote',
    'AutopromoteOnce',
    'AutoConfirmAge',
    'AutoConfirmCount',
    'AddGroups',
    'RemoveGroups',
    'GroupsAddToSelf',
    'GroupsRemoveFromSelf',
    'AvailableRights',
    'RestrictionLevels',
    'NamespaceProtection',
    'NamespacePermissionLockdown',
    'ExtensionFunctions',
    'EmailConfirmToEdit',
  ].map((name) => `wg${name}`),
  ...SETTING_DEFAULTS.keys(),
])

const APCOND: readonly (readonly [string, number])[] = [
  ['APCOND_EDITCOUNT', 1],
  ['APCOND_AGE', 2],
  ['APCOND_EMAILCONFIRMED', 3],
  ['APCOND_INGROUPS', 4],
  ['APCOND_ISIP', 5],
  ['APCOND_IPINRANGE', 6],
  ['APCOND_AGE_FROM_EDIT', 7],
  ['APCOND_BLOCKED', 8],
  ['APCOND_ISBOT', 9],
]

/** Name of a condition of promotion -> its number in MediaWiki's code. */
export const CONDITIONS: ReadonlyMap<string, number> = new Map(APCOND)

const NAMESPACES =
  'MEDIA:-2 SPECIAL:-1 MAIN:0 TALK:1 USER:2 USER_TALK:3 PROJECT:4 PROJECT_TALK:5 FILE:6 FILE_TALK:7 MEDIAWIKI:8 MEDIAWIKI_TALK:9 TEMPLATE:10 TEMPLATE_TALK:11 HELP:12 HELP_TALK:13 CATEGORY:14 CATEGORY_TALK:15'

export const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['MEDIAWIKI', true],
  ['PHP_EOL', '\n'],
  ['DIRECTORY_SEPARATOR', '/'],
  ...APCOND,
  ...NAMESPACES.split(' ').map((one): [string, Value] => [`NS_${one.split(':')[0] ?? ''}`, Number(one.split(':')[1])]),
])

/** Evaluates LocalSettings.php and the files beside it, in order, for one version of MediaWiki. */
export function evaluateSettings(files: readonly PhpFile[], options: SettingsOptions): Settings {
  const { machine, readable } = evaluatePhp(files, { globals: defaults(options.version), constants: CONSTANTS, watched: WATCHED })
  const early = snapshot(machine)
  const extensions = [
    ...machine.extensions,
    ...options.extensions
      .filter((name) => !machine.extensions.some((one) => one.name === name))
      .map((name) => ({ name, file: '', line: 0 })),
  ].map((one) => ({ ...one, known: findExtension(options.version, one.name) }))
  for (const { known } of extensions) if (known !== undefined) mergeExtension(machine, known)
  withoutMail(machine)
  runExtensionFunctions(machine)
  remarkHooks(machine)
  return {
    values: snapshot(machine),
    early,
    extensions,
    remarks: machine.remarks,
    byDefault: leftAlone(files, options.version, early),
    readable,
  }
}

/** What `MainConfigSchema` says where nobody else does. */
function defaults(version: KnownVersion): ReadonlyMap<string, Value> {
  const granted = [...coreGroups(version)].map(([group, rights]): [Key, Value] => [
    group,
    PhpArray.of(rights.map((right) => [right, true] as const)),
  ])
  const empty = [
    'RevokePermissions',
    'AddGroups',
    'RemoveGroups',
    'GroupsAddToSelf',
    'GroupsRemoveFromSelf',
    'AvailableRights',
    'NamespaceProtection',
    // Lockdown's, merged in beneath what the file sets
    'NamespacePermissionLockdown',
    'ExtensionFunctions',
    'Hooks',
    'NonincludableNamespaces',
    'ExtraNamespaces',
  ]
  return new Map<string, Value>([
    ['wgGroupPermissions', PhpArray.of(granted)],
    ...empty.map((name): [string, Value] => [`wg${name}`, PhpArray.EMPTY]),
    ['wgGroupInheritsPermissions', PhpArray.EMPTY],
    ['wgImplicitGroups', PhpArray.list(IMPLICIT_GROUPS)],
    ['wgAutopromote', PhpArray.of([['autoconfirmed', PhpArray.list(['&', PhpArray.list([1, null]), PhpArray.list([2, null])])]])],
    ['wgAutopromoteOnce', PhpArray.of([['onEdit', PhpArray.EMPTY]])],
    ['wgAutoConfirmAge', 0],
    ['wgAutoConfirmCount', 0],
    ['wgEmailConfirmToEdit', false],
    ['wgRestrictionLevels', PhpArray.list(['', 'autoconfirmed', 'sysop'].filter((one) => one === '' || CORE_LEVELS.has(one)))],
    ['wgRestrictionTypes', PhpArray.list(['create', 'edit', 'move', 'upload'])],
    ['wgCascadingRestrictionLevels', PhpArray.list(['sysop'])],
    ['wgSemiprotectedRestrictionLevels', PhpArray.list(['autoconfirmed'])],
    ...SETTING_DEFAULTS,
  ])
}

/** What stays when nothing is said: the rights that are there with MediaWiki's table underneath and not without it. */
function leftAlone(
  files: readonly PhpFile[],
  version: KnownVersion,
  early: ReadonlyMap<string, Value>,
): ReadonlyMap<string, readonly string[]> {
  const globals = new Map<string, Value>([...defaults(version), ['wgGroupPermissions', PhpArray.EMPTY]])
  const bare = evaluatePhp(files, { globals, constants: CONSTANTS, watched: WATCHED }).machine.globals.get('wgGroupPermissions')?.value
  const [table, without] = [early.get('wgGroupPermissions'), bare instanceof PhpArray ? bare : PhpArray.EMPTY]
  if (!(table instanceof PhpArray) || without.size === 0) return new Map()
  return new Map(
    [...coreGroups(version)].flatMap(([group, rights]) => {
      const [row, said] = [table.entries.get(group), without.entries.get(group)]
      const kept = rights.filter(
        (right) =>
          row instanceof PhpArray &&
          truth(row.entries.get(right) ?? null) === true &&
          !(said instanceof PhpArray && said.entries.has(right)),
      )
      return kept.length === 0 ? [] : [[group, kept] as const]
    }),
  )
}

function snapshot(machine: Machine): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>()
  for (const [name, { value }] of machine.globals) if (value !== undefined) found.set(name, value)
  return found
}

/** `extension.json` is merged beneath what is there already: `wfArrayPlus2d`. */
function mergeExtension(machine: Machine, known: KnownExtension): void {
  const ref = machine.globals.get('wgGroupPermissions')
  if (ref?.value instanceof PhpArray || ref?.value === undefined) {
    let table = ref?.value ?? PhpArray.EMPTY
    for (const [group, rights] of known.groups) {
      const before = table.entries.get(group)
      if (before !== undefined && !(before instanceof PhpArray)) continue
      let row = before ?? PhpArray.EMPTY
      for (const [right, given] of rights) if (!row.entries.has(right)) row = row.with(right, given)
      table = table.with(group, row)
    }
    if (ref !== undefined) ref.value = table
    else machine.globals.set('wgGroupPermissions', { value: table })
  }
  const available = machine.globals.get('wgAvailableRights')
  if (available?.value instanceof PhpArray) available.value = PhpArray.list([...known.rights.keys(), ...available.value.entries.values()])
}

/** MediaWiki itself takes `sendemail` away where mail is off: `SetupDynamicConfig.php`. */
function withoutMail(machine: Machine): void {
  const enabled = machine.globals.get('wgEnableEmail')?.value ?? true
  if (truth(enabled) !== false) return
  const user = machine.globals.get('wgEnableUserEmail')
  if (user !== undefined) user.value = false
  const ref = machine.globals.get('wgGroupPermissions')
  const row = ref?.value instanceof PhpArray ? ref.value.entries.get('user') : undefined
  if (ref?.value instanceof PhpArray && row instanceof PhpArray) ref.value = ref.value.with('user', row.without('sendemail'))
}

function runExtensionFunctions(machine: Machine): void {
  const all = machine.globals.get('wgExtensionFunctions')?.value
  const empty: Node = { kind: 'noop' }
  if (!(all instanceof PhpArray) || all.gaps[0] !== undefined) {
    const why = all instanceof Unknown ? all : all instanceof PhpArray ? all.gaps[0] : undefined
    if (why !== undefined)
      machine.inFile(why.file, () =>
        machine.remark('not-evaluated', { kind: 'noop', loc: { start: { line: why.line } } }, 'functions that run last are not all known'),
      )
    if (!(all instanceof PhpArray)) return
  }
  for (const one of all.entries.values()) {
    const named = typeof one === 'string' ? machine.functions.get(one.toLowerCase()) : undefined
    if (one instanceof PhpClosure) guarded(machine, () => void callClosure(machine, new Map(), empty, one, []))
    else if (named !== undefined) guarded(machine, () => void callUser(machine, new Map(), empty, named, []))
    else if (one instanceof Unknown)
      machine.inFile(one.file, () =>
        machine.remark('not-evaluated', { kind: 'noop', loc: { start: { line: one.line } } }, 'a function that runs last is not known'),
      )
    else
      machine.remarks.push({
        code: 'call-not-followed',
        file: '',
        line: 0,
        text: `the function${typeof one === 'string' ? ` \`${one.slice(0, 60)}\`` : ''} in \`$wgExtensionFunctions\` is not in these files; it may change rights`,
      })
  }
}

/** Hooks run at moments that are not known here. Those that touch rights are named. */
function remarkHooks(machine: Machine): void {
  const hooks = machine.globals.get('wgHooks')?.value
  if (!(hooks instanceof PhpArray)) return
  for (const [name, list] of hooks.entries) {
    for (const one of list instanceof PhpArray ? list.entries.values() : []) {
      if (!(one instanceof PhpClosure)) continue
      const touches = [...walk(one.node, true)].some((node) => node.kind === 'variable' && WATCHED.has(word(node, 'name') ?? ''))
      const rights = /right|permission|group|promote|getUser/i.test(String(name))
      if (touches || rights)
        machine.inFile(one.file, () =>
          machine.remark('hook-not-run', one.node, `what the hook \`${String(name).slice(0, 60)}\` does to rights is not known`),
        )
    }
  }
}
