/** The rules of a wiki -> a charter that says the same. One role for each assigned group; nothing is guessed, everything unsaid is remarked. */
import { OWN } from '../../charter/mediawiki/wiki.ts'
import { parseCharter } from '../../charter/parse.ts'
import type { Finding } from '../../charter/finding.ts'
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { CORE_LEVELS, coreGroups } from '../../mediawiki/core-groups.ts'
import { coreRight, FORMER_RIGHTS, SETTING_DEFAULTS } from '../../mediawiki/core-rights.ts'
import { providerOf } from '../../mediawiki/extensions.ts'
import { findVersion } from '../../mediawiki/versions.ts'
import { writeDraft, type Block, type Section } from '../draft.ts'
import { idsOf } from '../ids.ts'
import { hasInvisible, visible, type ImportRemark } from '../remark.ts'
import { CONNECTOR, powersOf } from './powers.ts'
import { declarePromotion, type Conditions } from './promotion.ts'
import type { WikiGroup, WikiRules } from './rules.ts'

export interface ImportOptions {
  /** Id of the target; `wiki` if absent. */
  readonly target?: string
  /** What was read, in words, for the head of the charter. */
  readonly source: string
}

export interface Imported {
  /** A canonical charter that parses. */
  readonly text: string
  readonly remarks: readonly ImportRemark[]
}

const NAME = /^\S(?:[^\n\t]*\S)?$/
const NUMBER = /^(?:0|-?[1-9]\d*)$/

/** Writes the charter of a wiki. Fails only if what was read makes no charter, with the findings. */
export function importedCharter(rules: WikiRules, options: ImportOptions): Result<Imported, readonly Finding[]> {
  const target = options.target ?? 'wiki'
  const remarks = [...rules.remarks]
  const say = (code: string, clause: string | undefined, text: string) => {
    if (!remarks.some((one) => one.code === `import/${code}` && one.text === text))
      remarks.push({ code: `import/${code}`, at: undefined, text, clause })
  }
  const groups = usableGroups(rules, say)
  const assigned = [...groups].filter(([, group]) => group.nature === 'assigned').map(([name]) => name)
  const ids = idsOf([...assigned, ...[...groups.keys()].filter((name) => !assigned.includes(name))], [KEEPER])
  const roles = new Map(assigned.map((name) => [name, ids.get(name) ?? '']))
  const into: Conditions = { facts: new Map(), conditions: new Map(), unsaid: [] }
  const setting = { target, into }
  const groupBlocks: { readonly name: string; readonly block: Block }[] = [...groups].map(([name, group]) => ({
    name,
    block: groupBlock(rules, groups, setting, name, ids.get(name) ?? '', group, say),
  }))
  const gone = goneGroups(rules)
  if (gone.length > 0)
    say(
      'stock-group-gone',
      undefined,
      `groups that MediaWiki brings and this wiki does not have: ${gone.join(', ')}; they stand in the charter as abolished`,
    )
  groupBlocks.push(...gone.map((name) => ({ name, block: { abolished: { holders: 'none' } } })))
  for (const { group, text } of into.unsaid)
    say(
      'promotion-not-expressible',
      `groups.${group}`,
      `the wiki promotes to ${visible(group, 80)} by what a charter has no word for: ${visible(text, 200)}. Say it with conditions before you render: until then \`writ render\` refuses`,
    )
  const powers = powersOf(rules, roles, KEEPER, say)
  const rights = rightBlocks(rules, groups, say)
  if (powers.may.size > 0 || assigned.length > 0)
    say('resigning', undefined, 'whoever is in a group may leave it: a charter always allows that, and settings rendered from it do too')
  const placed = remarks.map((one) => ({
    ...one,
    clause: one.clause?.replace(/^(groups|rights)\./, (_, section: string) => `${section}.${target}.`),
  }))
  const commented = (clause: string) => placed.filter((one) => one.clause === clause).map(commentOf)
  const sections: Section[] = [
    { name: 'targets', blocks: [{ id: target, block: targetBlock(rules), comments: [] }] },
    { name: 'facts', blocks: plain(into.facts) },
    { name: 'conditions', blocks: plain(into.conditions) },
    {
      name: 'rights',
      target,
      blocks: rights.map(({ name, block }) => ({ id: name, block, comments: commented(`rights.${target}.${name}`) })),
    },
    {
      name: 'groups',
      target,
      blocks: groupBlocks.map(({ name, block }) => ({ id: name, block, comments: commented(`groups.${target}.${name}`) })),
    },
    { name: 'groups', target: 'writ', blocks: [{ id: KEEPER, block: { rights: 'apply' }, comments: [] }] },
    {
      name: 'roles',
      blocks: [
        ...assigned.map((name) => {
          const id = roles.get(name) ?? ''
          return { id, block: roleBlock(target, name, powers.may.get(id) ?? [], powers.open.get(id)), comments: commented(`roles.${id}`) }
        }),
        {
          id: KEEPER,
          block: { title: 'Keeper', purpose: 'Carries out plans of Writ; added by the import, for somebody must', gives: { writ: KEEPER } },
          comments: [],
        },
      ],
    },
  ]
  const places = new Set(
    sections.flatMap(({ name, target: of, blocks }) =>
      blocks.map(({ id }) => (of === undefined ? `${name}.${id}` : `${name}.${of}.${id}`)),
    ),
  )
  const head = placed.filter((one) => one.clause === undefined || !places.has(one.clause)).map(commentOf)
  const written = writeDraft({
    title: rules.name === undefined ? 'Rights of a wiki' : `Rights of ${visible(rules.name, 100)}`,
    comments: [`Imported by Writ from ${options.source}. Purposes and reasons are not known: fill them in.`, ...head],
    sections,
  })
  if (!written.ok) return written
  const parsed = parseCharter([{ name: 'charter.yaml', text: written.value }])
  return parsed.ok ? ok({ text: written.value, remarks: placed }) : err(parsed.error)
}

/** The role that may carry out plans. */
const KEEPER = 'writ-keeper'

function plain(blocks: ReadonlyMap<string, Block>): Section['blocks'] {
  return [...blocks].map(([id, block]) => ({ id, block, comments: [] }))
}

function commentOf({ code, at, text }: ImportRemark): string {
  return `${code}: ${text}${at === undefined ? '' : ` (${at})`}`
}

function targetBlock(rules: WikiRules): Block {
  const settings: Record<string, Json> = {
    ...(rules.version === undefined || Number(rules.version.slice(2)) < 39 ? {} : { version: rules.version }),
    // an empty list says that none is loaded: `writ check` then finds rights that do nothing
    ...(rules.extensions === undefined ? {} : { extensions: rules.extensions.map((name) => visible(name, 100)) }),
  }
  return {
    connector: 'mediawiki',
    ...(rules.name === undefined ? {} : { title: visible(rules.name, 100) }),
    ...(rules.url !== undefined && /^https?:\/\/[^\s\p{C}]+$/u.test(rules.url) ? { url: rules.url } : {}),
    direct: true,
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  }
}

/** Groups that MediaWiki brings by itself and this wiki took away: rendering must take them away again. */
function goneGroups(rules: WikiRules): readonly string[] {
  const there = new Set([...rules.groups.keys()].map(fold))
  return [...stockGroups(rules).keys()].filter((name) => !there.has(fold(name)) && name !== '*' && name !== 'user')
}

function stockGroups(rules: WikiRules): ReadonlyMap<string, readonly string[]> {
  return coreGroups(findVersion(rules.version ?? '')?.known ?? '1.39')
}

/** Groups that a charter can name: each once whatever its capitals, none that cannot be written. */
function usableGroups(
  rules: WikiRules,
  say: (code: string, clause: string | undefined, text: string) => void,
): ReadonlyMap<string, WikiGroup> {
  const kept = new Map<string, WikiGroup>()
  const folded = new Map<string, string>()
  // where two names differ by capitals alone, the one that MediaWiki brings by itself stays
  const order = [...rules.groups.keys()].toSorted(
    (left, right) => Number(right === right.toLowerCase()) - Number(left === left.toLowerCase()),
  )
  const leading = new Map<string, string>()
  for (const name of order) if (!leading.has(fold(name))) leading.set(fold(name), name)
  for (const [name, group] of rules.groups) {
    const shown = visible(name, 80)
    if (name === CONNECTOR) {
      say(
        'connector-group',
        undefined,
        `group ${CONNECTOR} is left out: Writ's own account works through it, and \`writ render\` writes it anew`,
      )
    } else if (!isUsable(name)) {
      say('name-not-usable', undefined, `group ${shown} is left out: a charter cannot carry its name`)
    } else if (leading.get(fold(name)) !== name || folded.has(fold(name))) {
      say(
        'same-but-for-case',
        `groups.${leading.get(fold(name)) ?? ''}`,
        `group ${shown} is left out: it differs from ${visible(leading.get(fold(name)) ?? '', 80)} by capitals alone; MediaWiki keeps both, with ${group.rights.length} and ${rules.groups.get(leading.get(fold(name)) ?? '')?.rights.length ?? 0} rights. Bring them together before you render`,
      )
    } else {
      folded.set(fold(name), name)
      kept.set(name, group)
    }
  }
  return kept
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

type Say = (code: string, clause: string | undefined, text: string) => void

function groupBlock(
  rules: WikiRules,
  groups: ReadonlyMap<string, WikiGroup>,
  setting: Parameters<typeof declarePromotion>[0],
  name: string,
  id: string,
  group: WikiGroup,
  say: Say,
): Block {
  const parent = group.inherits === undefined ? undefined : rules.groups.get(group.inherits)
  const nested = parent?.inherits !== undefined || (group.inherits !== undefined && !groups.has(group.inherits))
  const inherited = parent !== undefined && nested ? parent.rights : []
  const rights = usable([...group.rights, ...inherited])
  const denies = usable([...group.denies, ...(parent?.denies ?? [])])
  if (group.inherits !== undefined && parent === undefined)
    say('inherits-from-nobody', `groups.${name}`, `${visible(name, 80)} inherits from ${visible(group.inherits, 80)}, which does not exist`)
  if (parent !== undefined && nested)
    say(
      'inheritance-written-out',
      `groups.${name}`,
      `${visible(name, 80)} inherits from ${visible(group.inherits ?? '', 80)}, on a wiki one step only; its rights are written out`,
    )
  if (group.nature === 'without-door')
    say(
      'never-assigned',
      `groups.${name}`,
      `nobody can be put into ${visible(name, 80)}, and what promotes to it is not known; no role stands for it`,
    )
  if (typeof group.nature === 'object' && group.nature.keep)
    say(
      'promoted-once',
      `groups.${name}`,
      `the wiki promotes to ${visible(name, 80)} once and for good; that it can be given by hand too is left out`,
    )
  return {
    ...(group.nature === 'everyone' || group.nature === 'registered' ? { implicit: group.nature } : {}),
    ...(typeof group.nature === 'object'
      ? { promote: { when: declarePromotion(setting, name, id, group.nature.promoted), ...(group.nature.keep ? { keep: true } : {}) } }
      : {}),
    ...(rights.length === 0 ? {} : { rights: one(rights) }),
    ...(parent !== undefined && !nested && group.inherits !== undefined ? { includes: group.inherits } : {}),
    ...(denies.length === 0 ? {} : { denies: one(denies) }),
    ...(group.nature === 'without-door' ? { managed: 'none' } : {}),
  }
}

function one(names: readonly string[]): Json {
  return [...names]
}

function usable(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter(isUsable)
}

/** Whether a charter can carry the name of a group or right. */
function isUsable(name: string): boolean {
  return NAME.test(name) && name.length <= 255 && !hasInvisible(name) && !NUMBER.test(name) && name !== '__proto__'
}

function roleBlock(
  target: string,
  group: string,
  may: readonly { readonly [key: string]: Json }[],
  open: 'self' | 'others' | 'any' | undefined,
): Block {
  return {
    title: group,
    purpose: 'Imported, purpose not known',
    gives: { [target]: group },
    ...(open === undefined ? {} : { automatic: 'on-request', request: { for: open } }),
    ...(may.length === 0 ? {} : { may }),
  }
}

/** Every right that some group has or loses, with what it needs; levels of protection are rights too. */
function rightBlocks(
  rules: WikiRules,
  groups: ReadonlyMap<string, WikiGroup>,
  say: Say,
): readonly { readonly name: string; readonly block: Block }[] {
  const held = new Set([...groups.values()].flatMap((group) => [...group.rights, ...group.denies]))
  for (const group of groups.values())
    for (const right of group.inherits === undefined ? [] : (rules.groups.get(group.inherits)?.rights ?? [])) held.add(right)
  for (const right of held)
    if (!isUsable(right)) say('name-not-usable', undefined, `right ${visible(right, 80)} is left out: a charter cannot carry its name`)
  const levels = new Set(rules.levels.filter((level) => !CORE_LEVELS.has(level)))
  for (const level of CORE_LEVELS.keys())
    if (!rules.levels.includes(level))
      say(
        'level-missing',
        undefined,
        `pages cannot be protected at level ${level} here; settings rendered from a charter leave that as it is`,
      )
  const names = new Set(usable([...held, ...levels]))
  for (const name of names) for (const needed of coreRight(name)?.needs ?? []) names.add(needed)
  const unheld = [...(rules.knownRights ?? [])].filter((right) => !names.has(right)).toSorted()
  if (unheld.length > 0)
    say(
      'rights-of-nobody',
      undefined,
      `rights that the wiki knows and nobody has: ${unheld.map((right) => visible(right, 80)).join(', ')}; declare them with \`assigned: false\` if that is meant`,
    )
  return [...names].map((name) => ({ name, block: rightBlock(rules, name, levels.has(name), held.has(name), say) }))
}

function rightBlock(rules: WikiRules, name: string, level: boolean, held: boolean, say: Say): Block {
  const core = coreRight(name)
  const provider = providerOf(name)
  const inCore = core !== undefined && rules.knownRights?.has(name) !== false
  const text = core?.text ?? provider?.text
  if (text === undefined && held) unknownRight(rules, name, level, say)
  else if (held && rules.knownRights?.has(name) === false) unknownRight(rules, name, level, say)
  const wanted = Object.entries(core?.settings ?? {})
  const missing = wanted
    .filter(([setting, value]) => rules.settings.get(setting) === !value && SETTING_DEFAULTS.get(setting) === value)
    .map(([setting, value]) => `$${setting} = ${value ? 'true' : 'false'}`)
  if (held && missing.length > 0 && isGivenOnPurpose(rules, name))
    say('setting-missing', `rights.${name}`, `${name} has no effect without ${missing.join(' and ')}`)
  // settings are written into the charter only where they are so already: rendering must not switch anything on
  const settings =
    wanted.length > 0 && wanted.every(([setting, value]) => rules.settings.get(setting) === value && !OFTEN_ON.has(setting))
      ? Object.fromEntries(wanted)
      : undefined
  // the wiki knows it, and nothing here does
  const known = core === undefined && rules.knownRights?.has(name) === true
  const controls = core?.controls ?? (provider?.accounts === true ? 'accounts' : undefined)
  return {
    text: text ?? (level ? 'Edit pages protected at this level' : 'Imported, purpose not known'),
    ...(core === undefined || core.needs.length === 0 ? {} : { needs: [...core.needs] }),
    ...(inCore || level ? {} : provider !== undefined ? { provided_by: provider.extension } : known ? { provided_by: OWN } : {}),
    ...(settings === undefined ? {} : { settings }),
    ...(level ? { protects: true } : {}),
    ...(controls === undefined ? {} : { controls }),
  }
}

/** Whether some group has a right that MediaWiki does not give it by itself: then somebody meant it to work. */
function isGivenOnPurpose(rules: WikiRules, right: string): boolean {
  const stock = stockGroups(rules)
  return [...rules.groups].some(([name, group]) => group.rights.includes(right) && stock.get(name)?.includes(right) !== true)
}

/** Settings that are on unless a wiki switches them off: not worth a word in each charter. */
const OFTEN_ON: ReadonlySet<string> = new Set(['wgEnableEmail', 'wgEnableUserEmail', 'wgUseRCPatrol'])

function unknownRight(rules: WikiRules, name: string, level: boolean, say: Say): void {
  const former = FORMER_RIGHTS.get(name)
  const provider = providerOf(name)
  if (former !== undefined) say('right-of-old', `rights.${name}`, `${name} is a right that MediaWiki no longer has: ${former}`)
  else if (rules.knownRights?.has(name) === false && provider !== undefined)
    say(
      'extension-missing',
      `rights.${name}`,
      `${name} does nothing here: it comes with the extension ${provider.extension}, which is not loaded`,
    )
  else if (!level)
    say(
      'right-not-known',
      `rights.${name}`,
      `what ${visible(name, 80)} does is not known: no right of MediaWiki nor of an extension that is known here`,
    )
}
