/** What `ACCESS_REQUEST_RULES` of Bitu says, as JSON: system -> permission -> rules that must all be met. */
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { hasInvisible, visible } from '../remark.ts'

export type BituRule =
  /** So many of these managers approve; one of them who refuses ends the request. */
  | { readonly kind: 'approval'; readonly managers: readonly string[]; readonly count: number }
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'attribute'; readonly attribute: string; readonly operator: string; readonly value: string }
  | { readonly kind: 'membership'; readonly group: string }
  /** What cannot be read or is not known, in words. */
  | { readonly kind: 'other'; readonly why: string }

export interface BituPermission {
  readonly system: string
  /** A distinguished name, where the system is a directory. */
  readonly key: string
  readonly rules: readonly BituRule[]
}

type Fields = { readonly [key: string]: Json }

/** The permissions in the order of the file; the error says what is no such mapping. */
export function readBituRules(value: Json): Result<readonly BituPermission[], string> {
  if (!isMap(value)) return err('this is no mapping from systems to permissions; write the value of ACCESS_REQUEST_RULES alone, as JSON')
  const found: BituPermission[] = []
  for (const [system, permissions] of Object.entries(value)) {
    if (!isMap(permissions)) return err(`\`${visible(system, 80)}\` is no mapping from permissions to rules`)
    for (const [key, rules] of Object.entries(permissions)) {
      if (!Array.isArray(rules)) return err(`\`${visible(system, 80)}\`, \`${visible(key, 150)}\`: there must be a list of rules`)
      found.push({ system, key, rules: (rules as readonly Json[]).map(ruleOf) })
    }
  }
  if (found.length === 0) return err('there is no permission in it')
  return found.some(isUsable) ? ok(found) : err('a charter cannot carry the name of any permission in it')
}

const NAME = /^\S(?:[^\n\t]*\S)?$/

/** Whether a charter can carry the name. */
export function isUsable({ system, key }: Pick<BituPermission, 'system' | 'key'>): boolean {
  return system !== '' && isText(groupName(key))
}

/** The name that a group has in a directory: its `cn`. */
export function groupName(key: string): string {
  return /^cn=((?:[^,\\]|\\.)+)/i.exec(key)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? key
}

function ruleOf(value: Json): BituRule {
  if (!isMap(value) || typeof value['module'] !== 'string') return { kind: 'other', why: 'a rule without `module`' }
  const path = value['module']
  const name = path.slice(path.lastIndexOf('.') + 1)
  const known = path === `permissions.validators.${name}` || path === `ldapbackend.validators.${name}` ? shipped[name] : undefined
  return known?.(value) ?? { kind: 'other', why: known === undefined ? `\`${visible(path, 120)}\`` : `\`${name}\` without what it needs` }
}

/** The validators that Bitu brings. `undefined` = Bitu would fail on it too. */
const shipped: Readonly<Record<string, (rule: Fields) => BituRule | undefined>> = {
  manager_approval: ({ managers, count }) => {
    const names = Array.isArray(managers) ? (managers as readonly Json[]).filter((one) => typeof one === 'string') : []
    return names.length === 0 || typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1
      ? undefined
      : { kind: 'approval', managers: [...new Set(names)], count }
  },
  email_domain: ({ domain }) => (isText(domain) ? { kind: 'domain', domain } : undefined),
  ldap_attribute: ({ attribute, operator, value }) =>
    isText(attribute) && isText(operator) && isText(value) ? { kind: 'attribute', attribute, operator, value } : undefined,
  ldap_group_membership: ({ group_dn: group }) => (isText(group) && isText(groupName(group)) ? { kind: 'membership', group } : undefined),
}

/** A text that a charter can carry. */
function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && NAME.test(value) && !hasInvisible(value)
}

function isMap(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
