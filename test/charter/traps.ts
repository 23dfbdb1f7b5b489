/** One trap for each thing that the linter looks for, laid into a configuration of which there is nothing to say. */
import type { Code } from '../../src/charter/codes.ts'
import { idOf, office, type Block, type Blocks, type Configuration, type Draft, type Value } from './clean-configuration.ts'

/** Where the trap must be found. */
interface Laid {
  readonly clause: string
  /** What it cannot but bring with it. */
  readonly brings?: readonly Code[]
  /** Members that the wiki counts. */
  readonly members?: ReadonlyMap<string, number>
}
export type Trap = (draft: Draft, pick: Pick) => Laid | undefined

/** Chosen at random; `group`, `role` belong to the same office, `other` to another one. */
export interface Pick {
  readonly group: string
  readonly role: string
  readonly other: string
  readonly otherRole: string
  readonly number: number
}

export function pickFrom({ offices }: Configuration, number: number): Pick {
  const group = offices[number % offices.length] ?? ''
  const other = offices[(number + 1) % offices.length] ?? ''
  return { group, role: idOf(group), other, otherRole: idOf(other), number }
}

const wikiGroups = (draft: Draft): Blocks => draft.groups['wiki'] ?? {}
const wikiRights = (draft: Draft): Blocks => draft.rights['wiki'] ?? {}
const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? [...(value as readonly Value[])] : [])

/** Gives a group a further right; answers its clause. */
function grant(draft: Draft, group: string, name: string, block: Block = {}): string {
  wikiRights(draft)[name] ??= { text: `Do ${name}`, why: `Somebody must ${name}`, ...block }
  const rights = list(wikiGroups(draft)[group]?.['rights'])
  wikiGroups(draft)[group] = { ...wikiGroups(draft)[group], rights: [...rights, name] }
  return `groups.wiki.${group}.rights[${rights.length}]`
}

function withRole(draft: Draft, id: string, block: Block): void {
  draft.roles[id] = { ...office(id), ...block }
}

/** Whether the wiki has a right in one of its groups. */
function isGranted(draft: Draft, name: string): boolean {
  return Object.values(wikiGroups(draft)).some((block) => list(block['rights']).includes(name))
}

function change(blocks: Blocks, id: string, keys: Record<string, Value | undefined>): void {
  const next: Block = { ...blocks[id] }
  for (const [key, value] of Object.entries(keys)) {
    if (value === undefined) delete next[key]
    else next[key] = value
  }
  blocks[id] = next
}

const runner = { gives: { writ: 'runner' } } as const

export const traps: Readonly<Partial<Record<Code, Trap>>> = {
  'no-writ-apply': (draft) => {
    draft.groups['writ'] = { keeper: { rights: ['run-now'] }, runner: { rights: ['run-now'] } }
    return { clause: 'roles' }
  },
  'power-on-abolished': (draft, { role, group }) => {
    change(draft.roles, role, { gives: { wiki: [group, 'sysop'] } })
    return { clause: `roles.${role}.gives.wiki[1]` }
  },
  'unreachable-approver': (draft, { number }) => {
    draft.roles['oracle'] = { title: 'Oracle', purpose: 'Knows', term: { lasts: '1 year' } }
    withRole(draft, 'helper', { request: { stages: [...Array.from({ length: number % 2 }, () => ({ by: 'steward' })), { by: 'oracle' }] } })
    return { clause: `roles.helper.request.stages[${number % 2}].by`, brings: ['role-without-door'] }
  },
  'automatic-on-self-set-fact': (draft) => {
    draft.facts['edits'] = { text: 'Edits', source: 'wiki', type: 'number', about: 'account', set_by: 'self' }
    draft.conditions = { active: { text: 'Ninety edits', fact: 'edits', at_least: 90 } }
    withRole(draft, 'helper', { automatic: 'on-request', requires: 'active' })
    return { clause: 'roles.helper.automatic' }
  },
  'automatic-for-anybody': (draft) => {
    withRole(draft, 'helper', { automatic: 'always' })
    return { clause: 'roles.helper.automatic' }
  },
  'sensitive-without-approval': (draft, { group, role }) => {
    draft.classes = { basic: { text: 'Everyday', level: 1 }, top: { text: 'Power', level: 3 } }
    for (const block of Object.values(wikiRights(draft))) delete block['class']
    grant(draft, group, 'siteadmin')
    change(wikiRights(draft), 'siteadmin', { class: 'top' })
    for (const name of Object.keys(wikiGroups(draft)))
      if (name !== group)
        change(wikiGroups(draft), name, { rights: list(wikiGroups(draft)[name]?.['rights']).filter((one) => one !== 'siteadmin') })
    wikiGroups(draft)[group] = { title: group, rights: ['siteadmin'] }
    wikiGroups(draft)['Clerks'] = { title: 'Clerks', rights: ['patrolmarks'] }
    wikiRights(draft)['patrolmarks'] = { text: 'See marks', why: 'To know' }
    withRole(draft, 'clerk', { gives: { wiki: 'Clerks' }, may: [{ add: role, scope: 'any' }] })
    return { clause: 'roles.clerk.may[0]', brings: ['right-not-granted', 'nobody-edits-protected'] }
  },
  'weak-door': (draft) => {
    withRole(draft, 'helper', { request: { stages: [{ by: 'steward', count: 2 }] } })
    withRole(draft, 'clerk', { ...runner, may: [{ add: 'helper' }] })
    return { clause: 'roles.clerk.may[0]' }
  },
  'role-without-door': (draft) => {
    withRole(draft, 'helper', {})
    delete draft.roles['helper']?.['request']
    return { clause: 'roles.helper' }
  },
  'founder-needed': (draft) => {
    withRole(draft, 'elder', { request: { stages: [{ by: 'elder' }] } })
    return { clause: 'roles.elder' }
  },
  'holders-needed': (draft, { number }) => {
    withRole(draft, 'elder', { ...runner, may: [{ remove: 'elder', stages: [{ by: 'elder', count: 1 + (number % 3) }] }] })
    return { clause: 'roles.elder.may[0]' }
  },
  'nobody-removes': (draft) => {
    withRole(draft, 'helper', {})
    delete draft.roles['helper']?.['term']
    return { clause: 'roles.helper' }
  },
  'term-without-end': (draft, { role }) => {
    change(draft.roles, role, { term: { ongoing: true }, review: undefined })
    withRole(draft, 'warden-of-terms', { ...runner, may: [{ remove: role }] })
    return { clause: `roles.${role}` }
  },
  'role-without-document': (draft, { role }) => {
    change(draft.roles, role, { document: undefined })
    return { clause: `roles.${role}` }
  },
  'role-without-group': (draft) => {
    withRole(draft, 'council', { title: 'Council', seats: { limit: 7 } })
    return { clause: 'roles.council' }
  },
  'group-of-two-roles': (draft, { group }) => {
    withRole(draft, 'twin', { title: 'Twin', gives: { wiki: group } })
    return { clause: 'roles.twin.gives.wiki[0]' }
  },
  'all-in-may': (draft) => {
    withRole(draft, 'tyrant', { title: 'Tyrant', ...runner, may: [{ remove: 'all', but: 'steward' }] })
    return { clause: 'roles.tyrant.may[0].remove' }
  },
  'but-not-reached': (draft, { role, otherRole }) => {
    withRole(draft, 'tyrant', { title: 'Tyrant', ...runner, may: [{ remove: role, but: otherRole }] })
    return { clause: 'roles.tyrant.may[0].but[0]' }
  },
  'direct-not-exact': (draft, { role, number }) => {
    const why: Block = number % 2 === 0 ? {} : { scope: 'any', notice: '1 day' }
    withRole(draft, 'tyrant', { title: 'Tyrant', ...runner, may: [{ remove: role, direct: true, ...why }] })
    return { clause: 'roles.tyrant.may[0].direct' }
  },
  'approver-is-anybody': (draft, { number }) => {
    withRole(draft, 'helper', { request: { stages: [{ by: number % 2 === 0 ? 'registered' : 'everyone' }] } })
    return { clause: 'roles.helper.request.stages[0].by' }
  },
  'approver-chosen-by-subject': (draft) => {
    draft.facts['mentor'] = { text: 'Mentor', source: 'wiki', type: 'people', set_by: 'self' }
    withRole(draft, 'helper', { request: { stages: [{ by: 'subject.mentor' }] } })
    return { clause: 'roles.helper.request.stages[0].by' }
  },
  'amendments-by-none': (draft) => {
    draft.amendments = { by: 'none' }
    return { clause: 'amendments.by' }
  },
  'separation-never-binds': (draft, { role, otherRole }) => {
    draft.separation = [{ text: 'Not both', roles: [role, otherRole], at_most: 2 }]
    return { clause: 'separation[0]' }
  },
  'separation-contradiction': (draft, { role, otherRole }) => {
    change(draft.roles, role, { needs_role: otherRole })
    draft.separation = [{ text: 'Not both', roles: [role, otherRole] }]
    return { clause: 'separation[0].roles' }
  },
  'two-highest-ladders': (draft, { role, otherRole }) => {
    draft.ladders = { one: { order: [role, otherRole], counts: 'highest' }, two: { order: [otherRole], counts: 'highest' } }
    return { clause: 'ladders.two.order[0]' }
  },
  'account-kind-undeclared': (draft, { role }) => {
    draft.accounts = { personal: { text: 'A person' } }
    change(draft.roles, role, { account: ['personal', 'bot'] })
    return { clause: `roles.${role}.account[1]` }
  },
  'same-class-level': (draft) => {
    draft.classes = { ...draft.classes, low: { text: 'Low', level: 0 }, lower: { text: 'Lower', level: 0 } }
    return { clause: 'classes.lower.level' }
  },
  'exception-without-target': (draft) => {
    draft.classes = { ...draft.classes, low: { text: 'Low', level: 0, except: { environment: 'test', rights: 'read' } } }
    return { clause: 'classes.low.except.environment' }
  },
  'declared-not-used': (draft) => {
    draft.statements = { trained: { text: 'The person was trained.' } }
    return { clause: 'statements.trained' }
  },
  'needs-missing': (draft, { group, number }) => {
    const pairs = [
      ['blockemail', 'block'],
      ['bigdelete', 'delete'],
      ['deletedtext', 'deletedhistory'],
      ['move-of-ours', 'touch'],
    ] as const
    const [name, needed] = pairs[number % pairs.length] ?? pairs[0]
    const rights = list(wikiGroups(draft)[group]?.['rights'])
    if (rights.includes(needed) || rights.includes(name)) return undefined
    if (name !== 'move-of-ours') return { clause: grant(draft, group, name) }
    // what only the charter knows
    wikiRights(draft)[needed] = { text: 'Touch', assigned: false, provided_by: 'Nuke' }
    return { clause: grant(draft, group, name, { needs: needed, provided_by: 'Nuke' }) }
  },
  'right-not-granted': (draft) => {
    wikiRights(draft)['patrolmarks'] = { text: 'See marks' }
    return { clause: 'rights.wiki.patrolmarks' }
  },
  'right-without-reason': (draft, { group }) => {
    grant(draft, group, 'unblockself', { why: '' })
    delete wikiRights(draft)['unblockself']?.['why']
    return { clause: 'rights.wiki.unblockself' }
  },
  'sensitive-without-policy': (draft, { group }) => {
    delete (draft as Partial<Draft>).document
    draft.classes = { basic: { text: 'Everyday', level: 1 }, top: { text: 'Power', level: 3 } }
    for (const block of Object.values(wikiRights(draft))) delete block['class']
    grant(draft, group, 'unblockself', { class: 'top' })
    return { clause: 'rights.wiki.unblockself' }
  },
  'redundant-right': (draft, { group, other, number }) => {
    if (number % 2 === 0) return { clause: grant(draft, group, number % 4 === 0 ? 'read' : 'move') }
    const shared = list(wikiGroups(draft)[other]?.['rights'])[0]
    const own = list(wikiGroups(draft)[group]?.['rights'])
    if (typeof shared !== 'string' || own.some((one) => list(wikiGroups(draft)[other]?.['rights']).includes(one))) return undefined
    change(wikiGroups(draft), group, { includes: other, rights: [...own, shared] })
    return { clause: `groups.wiki.${group}.rights[${own.length}]` }
  },
  'group-not-given': (draft) => {
    wikiGroups(draft)['Lonely'] = { title: 'Lonely hearts', rights: ['unblockself'] }
    wikiRights(draft)['unblockself'] = { text: 'Unblock', why: 'Accidents' }
    return { clause: 'groups.wiki.Lonely' }
  },
  'group-without-right': (draft) => {
    wikiGroups(draft)['Honoured'] = { title: 'Honoured members' }
    withRole(draft, 'honoured', { title: 'Honoured member', gives: { wiki: 'Honoured' } })
    return { clause: 'groups.wiki.Honoured' }
  },
  'group-only-revokes': (draft) => {
    wikiGroups(draft)['Muted'] = { title: 'Muted members', denies: ['edit'] }
    withRole(draft, 'muted', { title: 'Muted member', gives: { wiki: 'Muted' } })
    return { clause: 'groups.wiki.Muted' }
  },
  'abolished-still-used': (draft, { group, number }) => {
    if (number % 2 === 0) {
      change(wikiGroups(draft), group, { includes: 'sysop' })
      return { clause: `groups.wiki.${group}.includes[0]` }
    }
    draft.conditions = { archived: { text: 'Archived', resource: 'status', is: 'archived' } }
    draft.gates = { archive: { text: 'The archive', target: 'wiki', rights: 'all', when: 'archived', only: [group, 'sysop'] } }
    return { clause: 'gates.archive.only[1]' }
  },
  'unset-group-with-members': (_, { group, number }) => {
    const name = number % 2 === 0 ? 'bureaucrat' : 'Forgotten'
    const members = new Map([
      [group, 3],
      [name, 1 + (number % 5)],
      ['sysop', 0],
    ])
    return { clause: number % 2 === 0 ? `groups.wiki.${name}` : 'groups.wiki', members }
  },
  'undescriptive-name': (draft, { role, group, number }) => {
    const names = ['EPA', 'Snr Tech Staff', 'group 2', 'STS', 'T1']
    const title = names[number % names.length] ?? ''
    if (number % 2 === 0) change(draft.roles, role, { title })
    else change(wikiGroups(draft), group, { title })
    return { clause: number % 2 === 0 ? `roles.${role}.title` : `groups.wiki.${group}.title` }
  },
  'target-settings': (draft, { number }) => {
    const key = number % 2 === 0 ? 'version' : 'extensions'
    const settings = draft.targets['wiki']?.['settings'] as Block | undefined
    change(draft.targets, 'wiki', { settings: { ...settings, [key]: number % 2 === 0 ? 1.39 : 'Nuke' } })
    // what the list said of groups is no longer known
    if (key === 'extensions' && settings !== undefined) return undefined
    return { clause: `targets.wiki.settings.${key}` }
  },
  'right-unknown': (draft, { group, number }) => {
    const names = ['editusercssjs', 'proxyunbannable', 'confirmaccount', 'flyhigh', 'renameuser-global']
    const name = names[number % names.length] ?? ''
    if (name === 'renameuser-global') change(draft.targets, 'wiki', { settings: { version: '1.43', extensions: ['CheckUser', 'Nuke'] } })
    grant(draft, group, name, name === 'renameuser-global' ? { controls: 'accounts', needs: 'read' } : {})
    if (name !== 'renameuser-global') return { clause: `rights.wiki.${name}` }
    return undefined
  },
  'setting-missing': (draft, { group, number }) => {
    const name = number % 2 === 0 ? 'upload' : 'pagelang'
    if (isGranted(draft, name)) {
      if (name !== 'upload' || isGranted(draft, 'upload_by_url')) return undefined
      change(wikiRights(draft), name, { settings: { wgEnableUploads: number % 4 === 0 } })
      return number % 4 === 0 ? undefined : { clause: `rights.wiki.${name}` }
    }
    grant(draft, group, name)
    return { clause: `rights.wiki.${name}` }
  },
  'control-not-declared': (draft, { group, number }) => {
    const name = number % 2 === 0 ? 'userrights' : 'edituserjs'
    grant(draft, group, name)
    return { clause: `rights.wiki.${name}` }
  },
  'name-collides-with-core': (draft, { number }) => {
    const name = ['Bot', 'SysOp', 'Bureaucrat'][number % 3] ?? ''
    delete wikiGroups(draft)[name.toLowerCase()]
    wikiGroups(draft)[name] = { title: 'The other ones', rights: ['unblockself'] }
    wikiRights(draft)['unblockself'] = { text: 'Unblock', why: 'Accidents' }
    withRole(draft, 'other-one', { title: 'The other one', gives: { wiki: name } })
    return { clause: `groups.wiki.${name}` }
  },
  'promoted-without-rule': (draft) => {
    wikiGroups(draft)['autoconfirmed'] = { title: 'Known members', rights: ['unblockself'] }
    wikiRights(draft)['unblockself'] = { text: 'Unblock', why: 'Accidents' }
    return { clause: 'groups.wiki.autoconfirmed' }
  },
  'default-left-in-force': (draft) => {
    delete wikiGroups(draft)['bureaucrat']
    return { clause: 'groups.wiki' }
  },
  'rights-left-out': (draft) => {
    const settings = draft.targets['wiki']?.['settings'] as Block | undefined
    change(draft.targets, 'wiki', { settings: { ...settings, version: '1.39' } })
    return { clause: 'rights.wiki' }
  },
  'nobody-edits-protected': (draft, { group, number }) => {
    if (number % 2 === 0) {
      wikiRights(draft)['protect-the-cover'] = { text: 'Cover', protects: true, assigned: false, why: 'Nobody' }
      return { clause: 'rights.wiki.protect-the-cover' }
    }
    if (isGranted(draft, 'protect') || isGranted(draft, 'editprotected')) return undefined
    return { clause: grant(draft, group, 'protect') }
  },
  'level-undeclared': (draft, { group }) => {
    grant(draft, group, 'editcoverprotected')
    return { clause: 'rights.wiki.editcoverprotected' }
  },
  'right-falls-short': (draft, { group, number }) => {
    const name = ['editinterface', 'suppressrevision'][number % 2] ?? ''
    if (isGranted(draft, name) || isGranted(draft, 'suppressionlog')) return undefined
    return { clause: grant(draft, group, name) }
  },
  'meant-not-found': (draft, { group, role, number }) => {
    const at = [`roles.${role}`, `groups.wiki.${group}`, `roles.${role}.gone`][number % 3] ?? ''
    draft.meant = [{ finding: 'declared-not-used', at, why: 'It is' }]
    return { clause: 'meant[0].at[0]' }
  },
  'ui-api-disagree': (draft, { group, other }) => {
    const has = (name: string, right: string) => list(wikiGroups(draft)[name]?.['rights']).includes(right)
    if (has(group, 'deletedhistory')) return undefined
    if (!has(other, 'deletedhistory')) grant(draft, other, 'deletedhistory')
    return { clause: grant(draft, group, 'undelete') }
  },
}
