/**
 * How MediaWiki says it decides rights, taken from its manual and the notes in its own settings schema (Manual:User rights,
 * Manual:$wgGroupPermissions, $wgRevokePermissions, $wgGroupInheritsPermissions, $wgAutopromote, $wgNamespaceProtection, $wgAddGroups).
 * Naive on purpose and independent of `src`: `test/render/reference-wiki.test.ts` holds it against the real wiki.
 */

/** A condition as in `$wgAutopromote`; the names of its constants stand as texts. */
export type PromotionCondition =
  | readonly ['APCOND_EDITCOUNT', number]
  /** Seconds since registration. */
  | readonly ['APCOND_AGE', number]
  /** Assigned to all of these. */
  | readonly ['APCOND_INGROUPS', ...string[]]
  | readonly ['&' | '|' | '!', ...PromotionCondition[]]

type RightTable = Readonly<Record<string, Readonly<Record<string, boolean>>>>

/** Settings under the names they have in LocalSettings.php, without `$wg`. */
export interface WikiRules {
  readonly GroupPermissions: RightTable
  readonly RevokePermissions: RightTable
  readonly GroupInheritsPermissions: Readonly<Record<string, string>>
  readonly Autopromote: Readonly<Record<string, PromotionCondition>>
  /** Number of the namespace -> rights that are all needed there. */
  readonly NamespaceProtection: Readonly<Record<number, readonly string[]>>
  readonly AddGroups: Readonly<Record<string, readonly string[]>>
  readonly RemoveGroups: Readonly<Record<string, readonly string[]>>
}

export interface WikiAccount {
  /** What stands in `user_groups`. */
  readonly assigned: readonly string[]
  readonly edits: number
  /** Seconds since registration; undefined for a visitor, who is in nothing but `*`. */
  readonly age: number | undefined
}

/** Every group that counts for an account: assigned, implicit and promoted ones. */
export function groupsOf(rules: WikiRules, account: WikiAccount): ReadonlySet<string> {
  if (account.age === undefined) return new Set(['*'])
  const promoted = Object.entries(rules.Autopromote).filter(([, condition]) => holds(condition, account))
  return new Set(['*', 'user', ...promoted.map(([group]) => group), ...account.assigned])
}

function holds(condition: PromotionCondition, account: WikiAccount): boolean {
  switch (condition[0]) {
    case 'APCOND_EDITCOUNT':
      return account.edits >= condition[1]
    case 'APCOND_AGE':
      return (account.age ?? 0) >= condition[1]
    case 'APCOND_INGROUPS':
      return condition.slice(1).every((group) => account.assigned.includes(group))
    default: {
      const [operator, ...parts] = condition
      const results = parts.map((part) => holds(part, account))
      if (operator === '&') return results.every(Boolean)
      return operator === '|' ? results.some(Boolean) : !results.some(Boolean)
    }
  }
}

/** The rights an account has: granted by any of its groups, minus what any of them revokes. A group inherits from one other, no further. */
export function rightsOf(rules: WikiRules, account: WikiAccount): ReadonlySet<string> {
  const sources = [...groupsOf(rules, account)].flatMap((group) => [group, rules.GroupInheritsPermissions[group] ?? group])
  const listed = (table: RightTable) =>
    sources.flatMap((group) =>
      Object.entries(table[group] ?? {})
        .filter(([, value]) => value)
        .map(([right]) => right),
    )
  const revoked = new Set(listed(rules.RevokePermissions))
  return new Set(listed(rules.GroupPermissions).filter((right) => !revoked.has(right)))
}

const MEDIAWIKI_NAMESPACE = 8
const USER_NAMESPACE = 2
const FILE_NAMESPACE = 6
const CATEGORY_NAMESPACE = 14
const SPECIAL_NAMESPACE = -1

/** May the account do `action` to a page that does not exist, has no subpage name and no protection of its own? */
export function mayDo(rules: WikiRules, account: WikiAccount, action: string, namespace: number): boolean {
  const rights = rightsOf(rules, account)
  if (action === 'read') return rights.has('read')
  const isTalk = namespace > 0 && namespace % 2 === 1
  const mayCreate = rights.has(isTalk ? 'createtalk' : 'createpage')
  if (action === 'create') return mayCreate
  // nothing can be done to special pages
  if (namespace === SPECIAL_NAMESPACE) return false
  const needed = [...(rules.NamespaceProtection[namespace] ?? []), ...(namespace === MEDIAWIKI_NAMESPACE ? ['editinterface'] : [])]
  if (!rights.has(action) || !needed.every((right) => rights.has(right))) return false
  if (action === 'edit') return mayCreate
  // who cannot edit a page cannot protect it
  if (action === 'protect') return rights.has('edit') && mayCreate
  if (action !== 'move') return true
  if (namespace === USER_NAMESPACE) return rights.has('move-rootuserpages')
  if (namespace === FILE_NAMESPACE) return rights.has('movefile')
  return namespace === CATEGORY_NAMESPACE ? rights.has('move-categorypages') : true
}

/** Groups that an account may add others to or take them out of; `userrights` reaches every group that is not implicit. */
export function changeableBy(
  rules: WikiRules,
  account: WikiAccount,
  implicit: readonly string[],
): { readonly add: ReadonlySet<string>; readonly remove: ReadonlySet<string> } {
  const tables = [rules.GroupPermissions, rules.RevokePermissions, rules.GroupInheritsPermissions]
  const all = new Set(tables.flatMap((table) => Object.keys(table)).filter((group) => !implicit.includes(group)))
  if (rightsOf(rules, account).has('userrights')) return { add: all, remove: all }
  const groups = [...groupsOf(rules, account)]
  const listed = (table: WikiRules['AddGroups']) => new Set(groups.flatMap((group) => table[group] ?? []))
  return { add: listed(rules.AddGroups), remove: listed(rules.RemoveGroups) }
}
