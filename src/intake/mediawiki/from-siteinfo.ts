/**
 * `meta=siteinfo` and `paraminfo` -> the rules of a wiki. The API shows neither revoked rights nor inheritance, nor (before 1.43) promotion: that is
 * remarked, never guessed. https://www.mediawiki.org/wiki/API:Siteinfo
 */
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { IMPLICIT_GROUPS } from '../../mediawiki/core-groups.ts'
import { findExtension } from '../../mediawiki/extensions.ts'
import { findVersion } from '../../mediawiki/versions.ts'
import { visible, type ImportRemark } from '../remark.ts'
import { list, map, text, texts, type JsonMap } from './api-json.ts'
import { CONNECTIVES, type PowerList, type Promotion, type WikiGroup, type WikiPower, type WikiRules } from './rules.ts'
import { CONDITIONS } from './settings.ts'
import { groupsOfSiteinfo, type SiteinfoGroup } from './siteinfo-groups.ts'

/** Answers of a wiki's API: `query` of siteinfo, and `paraminfo` if it was asked. One of them, or several merged answers. */
export function rulesFromSiteinfo(answers: readonly Json[]): Result<WikiRules, string> {
  const queries = answers.map((one) => map(map(one)?.['query'])).filter((one) => one !== undefined)
  const query: JsonMap = Object.assign({}, ...queries) as JsonMap
  const rows = groupsOfSiteinfo({ query: { usergroups: query['usergroups'] ?? null } })
  if (rows === undefined)
    return err(
      'it holds no `query.usergroups`: ask `action=query&meta=siteinfo&siprop=general|usergroups|extensions|namespaces|restrictions&format=json&formatversion=2`',
    )
  const remarks: ImportRemark[] = []
  const say = (code: string, text: string, clause?: string) => void remarks.push({ code: `import/${code}`, at: undefined, text, clause })
  const assignable = parameter(answers, 'add', 'userrights')
  const known = parameter(answers, 'rights', 'allusers')
  const promotions = promotionsOf(query)
  const general = map(query['general'])
  const version = /^MediaWiki (1\.\d+)/.exec(text(general?.['generator']) ?? '')?.[1]
  const groups = groupsOf(rows, assignable, promotions, say)
  notShown(promotions, assignable, known, version, say)
  namespaces(query, say)
  const uploads = general?.['uploadsenabled']
  return ok({
    name: text(general?.['sitename']),
    url: text(general?.['base']),
    version,
    extensions: extensionsOf(query, version),
    groups,
    powers: powersOf(rows),
    levels: list(map(query['restrictions'])?.['levels']).flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : [])),
    settings: new Map(typeof uploads === 'boolean' ? [['wgEnableUploads', uploads]] : []),
    knownRights: known === undefined ? undefined : new Set(known),
    remarks,
  })
}

/** The values that a parameter of a module takes, as `action=paraminfo` lists them. */
function parameter(answers: readonly Json[], name: string, module: string): readonly string[] | undefined {
  for (const answer of answers) {
    for (const one of list(map(map(answer)?.['paraminfo'])?.['modules']).map(map)) {
      if (!(text(one?.['name']) ?? '').endsWith(module)) continue
      const found = list(one?.['parameters'])
        .map(map)
        .find((each) => each?.['name'] === name)
      if (Array.isArray(found?.['type'])) return texts(found['type'])
    }
  }
  return undefined
}

type Promotions = ReadonlyMap<string, { readonly promoted: Promotion; readonly keep: boolean }>

function groupsOf(
  rows: readonly SiteinfoGroup[],
  assignable: readonly string[] | undefined,
  promotions: Promotions | undefined,
  say: (code: string, text: string, clause?: string) => void,
): ReadonlyMap<string, WikiGroup> {
  const groups = new Map<string, WikiGroup>()
  for (const { name, rights } of rows) {
    groups.set(name, {
      rights,
      denies: [],
      inherits: undefined,
      nature: natureOf(name, assignable, promotions, say),
    })
  }
  for (const name of assignable ?? []) {
    if (groups.has(name)) continue
    groups.set(name, { rights: [], denies: [], inherits: undefined, nature: 'assigned' })
    say(
      'group-not-shown',
      `${visible(name, 80)} can be assigned, but the API does not list it: it only revokes rights, or inherits them. Fill in \`denies\` or \`includes\``,
      `groups.${name}`,
    )
  }
  return groups
}

function natureOf(
  name: string,
  assignable: readonly string[] | undefined,
  promotions: Promotions | undefined,
  say: (code: string, text: string, clause?: string) => void,
): WikiGroup['nature'] {
  if (name === '*') return 'everyone'
  if (name === 'user') return 'registered'
  const promotion = promotions?.get(name)
  if (promotion !== undefined) return promotion
  const implicit = assignable === undefined ? IMPLICIT_GROUPS.includes(name) : !assignable.includes(name)
  if (!implicit) return 'assigned'
  if (promotions !== undefined) return 'without-door'
  say(
    'promotion-not-shown',
    `nobody can be put into ${visible(name, 80)}: the wiki promotes to it, and its API does not show by which rule`,
    `groups.${name}`,
  )
  return { promoted: { kind: 'other', text: 'a rule that the API does not show' }, keep: false }
}

function powersOf(rows: readonly SiteinfoGroup[]): readonly WikiPower[] {
  return rows.flatMap(({ name: holder, lists }) =>
    (Object.keys(lists) as PowerList[]).flatMap((list): WikiPower[] => {
      const groups = [...new Set(lists[list])]
      return groups.length === 0 ? [] : [{ list, holder, groups }]
    }),
  )
}

/** 1.43 shows rules of promotion: `siprop=autopromote|autopromoteonce`. undefined = it was not shown. */
function promotionsOf(query: JsonMap): Promotions | undefined {
  if (query['autopromote'] === undefined) return undefined
  const found = new Map<string, { readonly promoted: Promotion; readonly keep: boolean }>()
  for (const row of Object.values(map(query['autopromoteonce']) ?? {}))
    for (const [group, condition] of Object.entries(map(row) ?? {}))
      found.set(group, { promoted: conditionOf(condition ?? null), keep: true })
  for (const [group, condition] of Object.entries(map(query['autopromote']) ?? {}))
    found.set(group, { promoted: conditionOf(condition ?? null), keep: false })
  return found
}

function conditionOf(value: Json): Promotion {
  if (Array.isArray(value) && value.length === 1) return conditionOf((value as readonly Json[])[0] ?? null)
  const block = map(value)
  const operator = CONNECTIVES.get(text(block?.['operand']) ?? '')
  if (block !== undefined && operator !== undefined) {
    const items = Object.entries(block)
      .filter(([key]) => /^\d+$/.test(key))
      .map(([, one]) => conditionOf(one ?? null))
    return { kind: operator, items }
  }
  const name = text(block?.['condname']) ?? ''
  const given = list(block?.['params'])
  const amount = typeof given[0] === 'number' ? given[0] : Number(text(given[0]) ?? Number.NaN)
  if (name === 'APCOND_EMAILCONFIRMED') return { kind: 'email' }
  if (name === 'APCOND_INGROUPS') return { kind: 'groups', groups: texts(given) }
  if (name === 'APCOND_EDITCOUNT' && Number.isFinite(amount)) return { kind: 'edits', least: amount }
  if ((name === 'APCOND_AGE' || name === 'APCOND_AGE_FROM_EDIT') && Number.isFinite(amount))
    return { kind: 'age', of: name === 'APCOND_AGE' ? 'registration' : 'first-edit', seconds: amount }
  return { kind: 'other', text: CONDITIONS.has(name) ? name : 'a condition of an extension' }
}

function extensionsOf(query: JsonMap, version: string | undefined): readonly string[] | undefined {
  if (query['extensions'] === undefined) return undefined
  const known = findVersion(version ?? '')?.known ?? '1.39'
  const names = list(query['extensions'])
    .map(map)
    .filter((one) => one?.['type'] !== 'skin')
    .flatMap((one) => text(one?.['name']) ?? [])
  return [...new Set(names.map((name) => findExtension(known, name)?.name ?? name))].toSorted()
}

function notShown(
  promotions: Promotions | undefined,
  assignable: readonly string[] | undefined,
  known: readonly string[] | undefined,
  version: string | undefined,
  say: (code: string, text: string) => void,
): void {
  const missing = [
    'rights that are revoked (`$wgRevokePermissions`)',
    'inheritance between groups (`$wgGroupInheritsPermissions`)',
    ...(promotions === undefined ? ['rules of promotion (`$wgAutopromote`)'] : []),
    'lists over groups that do not exist (slips in `$wgAddGroups`)',
    'who closes namespaces (Lockdown)',
  ]
  say('not-shown', `the API does not show ${missing.join('; ')}. If the wiki uses them, add them, or import its LocalSettings.php instead`)
  if (assignable === undefined)
    say(
      'not-shown',
      'which groups can be assigned was not asked (`action=paraminfo&modules=userrights`): all listed ones are taken to be, but for those MediaWiki fills by itself',
    )
  if (known === undefined) say('not-shown', 'which rights the wiki knows was not asked (`action=paraminfo&modules=query+allusers`)')
  if (version === undefined) say('not-shown', 'the version of the wiki was not asked (`siprop=general`)')
}

function namespaces(query: JsonMap, say: (code: string, text: string) => void): void {
  const guarded = list(query['namespaces'])
    .map(map)
    .flatMap((one) => {
      const right = text(one?.['namespaceprotection'])
      // the interface is always guarded so
      return right === undefined || one?.['id'] === 8 ? [] : [`${visible(text(one?.['name']) ?? 'main', 60)} (${visible(right, 60)})`]
    })
  if (guarded.length > 0)
    say('namespace-protection', `namespaces can be edited only with a right: ${guarded.join(', ')}; a charter says that with gates`)
}
