/** Evaluated settings -> the rules of a wiki. What is not known is left out and remarked with its line. */
import { SETTING_DEFAULTS } from '../../mediawiki/core-rights.ts'
import type { FoundVersion } from '../../mediawiki/versions.ts'
import { coreRightNames } from '../../mediawiki/core-rights.ts'
import { identical, PhpArray, PhpFloat, text, truth, Unknown, unknownIn, type Value } from '../php/value.ts'
import { visible, type ImportRemark } from '../remark.ts'
import { lockedDown, protectedNamespaces } from './namespace-guards.ts'
import { CONNECTIVES, type PowerList, type Promotion, type WikiGroup, type WikiPower, type WikiRules } from './rules.ts'
import { CONDITIONS, type Settings } from './settings.ts'

interface Reading {
  readonly settings: Settings
  readonly remarks: ImportRemark[]
}

/** @param version whose defaults lie underneath, and what was asked for; undefined = nobody said which it is */
export function rulesFromSettings(settings: Settings, version: FoundVersion & { readonly text: string | undefined }): WikiRules {
  const reading: Reading = { settings, remarks: [] }
  for (const one of settings.remarks)
    reading.remarks.push({
      code: `import/${one.code}`,
      at: one.line === 0 ? undefined : `${one.file}:${one.line}`,
      text: one.text,
      clause: undefined,
    })
  if (version.text === undefined)
    remark(
      reading,
      'version-not-known',
      undefined,
      `nobody said which version of MediaWiki it is: the defaults of ${version.known} lie underneath; say \`--version\``,
    )
  else if (!version.exact)
    remark(
      reading,
      'version-not-known',
      undefined,
      `the defaults of MediaWiki ${version.text} are not known here; those of ${version.known} lie underneath`,
    )
  const groups = groupsOf(reading)
  orderMatters(reading)
  leftAlone(reading)
  const known = new Set([
    ...coreRightNames(version.known),
    ...settings.extensions.flatMap((one) => [...(one.known?.rights.keys() ?? [])]),
    ...texts(reading, 'wgAvailableRights'),
  ])
  for (const { name, known: table, file, line } of settings.extensions)
    if (table === undefined)
      reading.remarks.push({
        code: 'import/extension-not-known',
        at: line === 0 ? undefined : `${file}:${line}`,
        text: `what the extension ${visible(name, 60)} brings is not known here: its rights and groups are missing unless these files set them`,
        clause: undefined,
      })
  const [protection, lockdown] = [settings.values.get('wgNamespaceProtection'), settings.values.get('wgNamespacePermissionLockdown')]
  for (const line of protection instanceof PhpArray ? protectedNamespaces(protection) : [])
    remark(reading, 'namespace-protection', protection, `${line}; a charter says that with a gate`)
  for (const line of lockdown instanceof PhpArray ? lockedDown(lockdown) : [])
    remark(reading, 'namespace-protection', lockdown, `Lockdown: ${line}; a charter says that with a gate`)
  return {
    name: nameOf(settings),
    url: undefined,
    version: version.text === undefined ? undefined : /1\.\d+/.exec(version.text)?.[0],
    extensions: settings.extensions.map((one) => one.known?.name ?? one.name),
    groups,
    powers: powersOf(reading),
    levels: texts(reading, 'wgRestrictionLevels').filter((one) => one !== ''),
    settings: new Map([...SETTING_DEFAULTS.keys()].flatMap((name) => settingOf(reading, name))),
    knownRights: known,
    remarks: reading.remarks,
  }
}

function remark(reading: Reading, code: string, where: Value | undefined, message: string, clause?: string): void {
  const why = where === undefined ? undefined : unknownIn(where)
  reading.remarks.push({
    code: `import/${code}`,
    at: why === undefined || why.line === 0 ? undefined : `${why.file}:${why.line}`,
    text: message,
    clause,
  })
}

/** What an unknown value means for who reads the charter. */
function notKnown(reading: Reading, why: Unknown, what: string): void {
  reading.remarks.push({
    code: 'import/value-not-known',
    at: `${why.file}:${why.line}`,
    text: `${what} is not known: ${why.why}; it is left out`,
    clause: undefined,
  })
}

function nameOf({ values }: Settings): string | undefined {
  const name = values.get('wgSitename')
  return typeof name === 'string' && name.trim() !== '' ? name : undefined
}

function settingOf(reading: Reading, name: string): readonly (readonly [string, boolean])[] {
  const value = reading.settings.values.get(name) ?? null
  const known = truth(value)
  if (known === undefined) notKnown(reading, unknownIn(value) ?? new Unknown('', 0, name), `\`$${name}\``)
  return known === undefined ? [] : [[name, known]]
}

/** A table of the settings; its gaps are remarked once. */
function table(reading: Reading, name: string): PhpArray {
  const value = reading.settings.values.get(name)
  if (value instanceof Unknown) notKnown(reading, value, `\`$${name}\``)
  if (!(value instanceof PhpArray)) return PhpArray.EMPTY
  for (const gap of value.gaps) notKnown(reading, gap, `something in \`$${name}\``)
  return value
}

function texts(reading: Reading, name: string): readonly string[] {
  return [...new Set(listed(table(reading, name)))]
}

/** A text, or the texts of a list. */
function listed(value: Value): readonly string[] {
  if (!(value instanceof PhpArray)) return typeof value === 'string' ? [value] : []
  return [...value.entries.values()].flatMap((one) => text(one) ?? [])
}

/** Rights with a true value in one row of a table. */
function granted(reading: Reading, name: string, group: string, row: Value | undefined): readonly string[] {
  if (row instanceof Unknown) notKnown(reading, row, `\`$${name}['${visible(group, 60)}']\``)
  if (!(row instanceof PhpArray)) return []
  for (const gap of row.gaps) notKnown(reading, gap, `something in \`$${name}['${visible(group, 60)}']\``)
  const found: string[] = []
  for (const [right, value] of row.entries) {
    const given = truth(value)
    if (given === undefined)
      notKnown(
        reading,
        unknownIn(value) ?? new Unknown('', 0, ''),
        `\`$${name}['${visible(group, 60)}']['${visible(String(right), 60)}']\``,
      )
    else if (given) found.push(String(right))
  }
  return found
}

function groupsOf(reading: Reading): ReadonlyMap<string, WikiGroup> {
  const [permissions, revoked, inherited] = [
    table(reading, 'wgGroupPermissions'),
    table(reading, 'wgRevokePermissions'),
    table(reading, 'wgGroupInheritsPermissions'),
  ]
  const implicit = new Set(texts(reading, 'wgImplicitGroups'))
  const promotions = promotionsOf(reading)
  const names = [
    ...new Set([...permissions.entries.keys(), ...revoked.entries.keys(), ...inherited.entries.keys(), ...promotions.keys()].map(String)),
  ]
  return new Map(
    names.map((name): [string, WikiGroup] => {
      const key = /^(?:0|-?[1-9]\d{0,14})$/.test(name) ? Number(name) : name
      const parent = inherited.entries.get(key)
      if (parent instanceof Unknown) notKnown(reading, parent, `\`$wgGroupInheritsPermissions['${visible(name, 60)}']\``)
      const promotion = promotions.get(name)
      return [
        name,
        {
          rights: granted(reading, 'wgGroupPermissions', name, permissions.entries.get(key)),
          denies: granted(reading, 'wgRevokePermissions', name, revoked.entries.get(key)),
          inherits: typeof parent === 'string' ? parent : undefined,
          nature:
            name === '*'
              ? 'everyone'
              : name === 'user'
                ? 'registered'
                : promotion !== undefined
                  ? promotion
                  : implicit.has(name)
                    ? 'without-door'
                    : 'assigned',
        },
      ]
    }),
  )
}

function promotionsOf(reading: Reading): ReadonlyMap<string, { readonly promoted: Promotion; readonly keep: boolean }> {
  const found = new Map<string, { readonly promoted: Promotion; readonly keep: boolean }>()
  for (const [event, row] of table(reading, 'wgAutopromoteOnce').entries) {
    for (const [group, condition] of row instanceof PhpArray ? row.entries : []) {
      if (event !== 'onEdit')
        remark(
          reading,
          'promotion-event',
          undefined,
          `${visible(String(group), 60)} is promoted to at \`${visible(String(event), 40)}\`; the charter's \`keep\` means with an edit`,
        )
      found.set(String(group), { promoted: promotionOf(reading, condition), keep: true })
    }
  }
  for (const [group, condition] of table(reading, 'wgAutopromote').entries)
    found.set(String(group), { promoted: promotionOf(reading, condition), keep: false })
  return found
}

/** As `UserGroupManager::recCheckCondition` reads it. */
function promotionOf(reading: Reading, condition: Value): Promotion {
  const items = condition instanceof PhpArray ? [...condition.entries.values()] : [condition]
  const [head = null, ...rest] = items
  const why = unknownIn(condition)
  const operator = typeof head === 'string' ? CONNECTIVES.get(head) : undefined
  if (why !== undefined && operator === undefined)
    return { kind: 'other', text: `a condition in ${why.file}, line ${why.line}, that is not known` }
  if (operator !== undefined && items.length >= 2) return { kind: operator, items: rest.map((one) => promotionOf(reading, one)) }
  const is = (name: string) => identical(head, CONDITIONS.get(name) ?? null) === true
  const usual = (name: string) => reading.settings.values.get(name) ?? null
  const [first = null] = rest
  if (is('APCOND_EDITCOUNT')) return counted(first ?? usual('wgAutoConfirmCount'), 'edits')
  if (is('APCOND_AGE')) return counted(first ?? usual('wgAutoConfirmAge'), 'registration')
  if (is('APCOND_AGE_FROM_EDIT')) return counted(first, 'first-edit')
  if (is('APCOND_EMAILCONFIRMED')) return { kind: 'email' }
  if (is('APCOND_INGROUPS')) return { kind: 'groups', groups: rest.flatMap((one) => text(one) ?? []) }
  const named = [...CONDITIONS].find(([, value]) => value === head)?.[0]
  return { kind: 'other', text: named ?? 'a condition of an extension' }
}

function counted(value: Value, of: 'edits' | 'registration' | 'first-edit'): Promotion {
  const amount =
    typeof value === 'number'
      ? value
      : value instanceof PhpFloat
        ? value.value
        : value === null || value === false
          ? 0
          : Number(text(value) ?? Number.NaN)
  if (!Number.isFinite(amount)) return { kind: 'other', text: `a number (${of}) that is not known` }
  return of === 'edits' ? { kind: 'edits', least: amount } : { kind: 'age', of, seconds: amount }
}

const LISTS: readonly PowerList[] = ['AddGroups', 'RemoveGroups', 'GroupsAddToSelf', 'GroupsRemoveFromSelf']

function powersOf(reading: Reading): readonly WikiPower[] {
  return LISTS.flatMap((list) =>
    [...table(reading, `wg${list}`).entries].flatMap(([holder, value]): WikiPower[] => {
      const what = `\`$wg${list}['${visible(String(holder), 60)}']\``
      const gap = value instanceof Unknown ? value : value instanceof PhpArray ? value.gaps[0] : undefined
      if (gap !== undefined) notKnown(reading, gap, value instanceof Unknown ? what : `something in ${what}`)
      if (value === true) return [{ list, holder: String(holder), groups: 'all' }]
      const groups = [...new Set(listed(value))]
      if (value instanceof PhpArray)
        for (const one of value.entries.values()) if (one instanceof Unknown) notKnown(reading, one, `a group in ${what}`)
      return groups.length === 0 ? [] : [{ list, holder: String(holder), groups }]
    }),
  )
}

/** A file that speaks of rights and leaves MediaWiki's own in force: what it does not take away stays. */
function leftAlone(reading: Reading): void {
  const { byDefault } = reading.settings
  for (const group of ['*', 'user'])
    if (byDefault.has(group))
      remark(
        reading,
        'defaults-in-force',
        undefined,
        `${group} has these rights by MediaWiki's defaults, for the files do not mention them: ${byDefault.get(group)?.join(', ')}`,
        `groups.${group}`,
      )
  const others = [...byDefault.keys()].filter((group) => group !== '*' && group !== 'user')
  if (others.length > 0)
    remark(reading, 'defaults-in-force', undefined, `these groups are there, with rights, by MediaWiki's defaults: ${others.join(', ')}`)
}

/** Settings whose effect depends on where they stand: extensions are merged in after LocalSettings.php was read. */
function orderMatters(reading: Reading): void {
  const { early, values, extensions } = reading.settings
  const [before, after] = [early.get('wgGroupPermissions'), values.get('wgGroupPermissions')]
  if (!(before instanceof PhpArray) || !(after instanceof PhpArray)) return
  for (const { name, known, file, line } of extensions) {
    const at = line === 0 ? undefined : `${file}:${line}`
    for (const [group, rights] of known?.groups ?? []) {
      const given = [...rights].filter(([right, value]) => value && holds(after, group, right)).map(([right]) => right)
      if (given.length === 0) continue
      if (!before.entries.has(group) && STOCK.has(group))
        reading.remarks.push({
          code: 'import/unset-undone',
          at,
          text: `group ${group} is unset in these files, but ${name} brings it back with ${given.join(', ')}: it is loaded later; unset it in a function in \`$wgExtensionFunctions\``,
          clause: `groups.${group}`,
        })
      const copies = copiesOf(before, group).filter((other) => !given.every((right) => holds(after, other, right)))
      if (copies.length > 0)
        reading.remarks.push({
          code: 'import/copied-too-early',
          at,
          text: `at the end of these files ${copies.map((one) => visible(one, 60)).join(', ')} have every right that ${group} has, but not ${given.join(', ')}, which ${name} gives to ${group} later; copy in a function in \`$wgExtensionFunctions\` if they shall`,
          clause: undefined,
        })
    }
  }
}

/** Groups that have every right of another one, which has many. */
function copiesOf(table: PhpArray, group: string): readonly string[] {
  const base = table.entries.get(group)
  if (!(base instanceof PhpArray) || base.size < 10) return []
  return [...table.entries].flatMap(([other, row]) =>
    other !== group && row instanceof PhpArray && [...base.entries.keys()].every((right) => row.entries.has(right)) ? [String(other)] : [],
  )
}

function holds(table: PhpArray, group: string, right: string): boolean {
  const row = table.entries.get(group)
  return row instanceof PhpArray && truth(row.entries.get(right) ?? null) === true
}

const STOCK: ReadonlySet<string> = new Set(['sysop', 'bureaucrat', 'bot', 'interface-admin', 'suppress', 'autoconfirmed'])
