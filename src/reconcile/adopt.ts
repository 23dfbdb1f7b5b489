import { rightsOfGroup } from '../charter/members.ts'
import type { AccountKind, Charter, Id } from '../charter/model.ts'
import type { TargetEffects } from '../decide/effect.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { draft, type AccountKey, type Draft, type SubjectId } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import { adoptionHindrance } from './adopt-hindrance.ts'
import { rolesBehind, type FoundRole } from './adopt-role.ts'
import { driftDraft } from './drift.ts'
import { settledDraft } from './effect-drafts.ts'
import { createNewcomers } from './newcomer.ts'
import { membershipKey } from './plan-value.ts'
import { plannedGroups, type PlannedGroup } from './scope.ts'
import type { Observed, ObservedAccount } from './target.ts'

export interface AdoptInput {
  readonly charter: Charter
  readonly target: Id
  readonly state: State
  /** What running grants give already. */
  readonly effects: TargetEffects
  readonly observed: Observed
  readonly revision: string
  readonly now: Instant
  /** Identities on whose word this happens. */
  readonly decidedBy: readonly string[]
  /** Number the first of the drafts will have. */
  readonly next: number
  /** A fresh opaque id for a person not known yet. */
  readonly newSubject: (account: ObservedAccount) => SubjectId
  /** The kind of an account nobody linked yet; default `personal`. */
  readonly kindOf?: (account: ObservedAccount) => AccountKind
}

export interface AdoptionIssue {
  readonly kind: 'partial' | 'several-roles' | 'ends-differ' | 'dormant' | 'account-kind' | 'outranked' | 'holder'
  readonly account: ObservedAccount
  readonly group: string
  readonly roles: readonly Id[]
  readonly text: string
}

export interface Adoption {
  /** In the order in which they must be recorded; empty if there is nothing to adopt. */
  readonly drafts: readonly Draft[]
  readonly found: readonly FoundHolder[]
  /** Holders left for people to decide: they stay as they are, on record as drift that no policy reverts. */
  readonly issues: readonly AdoptionIssue[]
  /** Memberships that became found grants, and those that stay untouched. */
  readonly memberships: { readonly found: number; readonly left: number }
}

export interface FoundHolder {
  readonly account: ObservedAccount
  readonly role: Id
  readonly until: Instant | undefined
}

/**
 * Takes over a living target: present holders become found grants, their memberships the baseline that later plans compare with. Only groups that
 * were not adopted before are taken in, and what stands unexplained in groups that others grant too; so a second adoption changes nothing and never
 * swallows drift. Accounts are known by their id on the target: nobody is joined with a person of the same name.
 */
export function adoptTarget(input: AdoptInput): Adoption {
  const { charter, target, state, observed } = input
  const known = state.targetState(target)
  const groups = new Map([...plannedGroups(charter, target)].filter(([group, { given }]) => given && observed.assignable.has(group)))
  const { drafts, undecided, found, issues, counts } = adoptAccounts(input, groups)
  const left = counts.total - counts.confirmed
  const isNew = known.adoptedAt === undefined || [...groups.keys()].some((group) => !known.adoptedGroups.has(group))
  const adopted = draft('target.adopted', { target, revision: input.revision, found: counts.found, left, groups: [...groups.keys()] })
  return {
    drafts: isNew || drafts.length > 0 ? [...drafts, adopted, ...undecided] : [],
    found,
    issues,
    memberships: { found: counts.found, left },
  }
}

function adoptAccounts(input: AdoptInput, groups: ReadonlyMap<string, PlannedGroup>) {
  const { charter, target, state, effects, now } = input
  const known = state.targetState(target)
  const wanted = new Map(effects.memberships.map((one) => [membershipKey(one.account, one.group), one.because.grant]))
  const left = new Set([...state.leftDrift(target)].map((drift) => membershipKey(drift.account, drift.group)))
  const onRecord = new Set([...left, ...[...state.openDrift(target)].map((drift) => membershipKey(drift.account, drift.group))])
  const newcomers = createNewcomers(state, target, input.newSubject)
  const drafts: Draft[] = []
  const undecided: Draft[] = []
  const found: FoundHolder[] = []
  const issues: AdoptionIssue[] = []
  const counts = { total: 0, confirmed: 0, found: 0 }
  for (const account of input.observed.accounts.values()) take(account)
  return { drafts, undecided, found, issues, counts }

  function take(account: ObservedAccount): void {
    const key: AccountKey = `${target}:${account.id}`
    const kind = state.account(key)?.kind ?? input.kindOf?.(account) ?? 'personal'
    counts.total += account.memberships.size
    const open = new Set([...account.memberships.keys()].filter((group) => isOpen(key, kind, account, group)))
    for (const group of open) {
      const grant = wanted.get(membershipKey(key, group))
      if (grant !== undefined) confirm(key, account, group, grant, open)
    }
    if (open.size === 0) return
    const { found: roles, unplaced } = rolesBehind(charter, target, account.memberships, [...open])
    const holder = { key, kind, roles: roles.map(({ role }) => role) }
    for (const one of roles) {
      const hindrance = adoptionHindrance(charter, state, target, holder, one.role)
      if (hindrance === undefined) adoptRole(key, kind, account, one, open)
      else for (const group of one.groups) if (open.has(group)) leave(account, group, hindrance.kind, [one.role], hindrance.text)
    }
    for (const { kind: why, group, roles: possible } of unplaced) leave(account, group, why, possible, UNPLACED[why])
  }

  /** Not known to stand, in a group to be taken in, of an account that is ours, not ended. */
  function isOpen(key: AccountKey, kind: string, account: ObservedAccount, group: string): boolean {
    const planned = groups.get(group)
    const until = account.memberships.get(group)?.until
    if (planned === undefined || known.known(key, group)?.present === true || (until !== undefined && until <= now)) return false
    if (planned.kinds?.some((one) => one === kind) === false) return false
    return !known.adoptedGroups.has(group) || (planned.shared && !left.has(membershipKey(key, group)))
  }

  function adoptRole(
    key: AccountKey,
    kind: string,
    account: ObservedAccount,
    { role, until, groups: given }: FoundRole,
    open: Set<string>,
  ): void {
    const person = newcomers.personOf(key, kind, account)
    drafts.push(...person.drafts)
    const grant = input.next + drafts.length
    const rights = new Set(given.flatMap((group) => [...rightsOfGroup(charter, target, group)]))
    drafts.push(
      draft('grant.made', {
        subject: person.subject,
        role,
        account: key,
        rights: [...rights].toSorted().map((right) => `${target}.${right}`),
        target: [target],
        from: formatInstant(now),
        ...(until === undefined ? {} : { until: formatInstant(until) }),
        clause: `roles.${role}.gives`,
        decided_by: input.decidedBy,
        door: 'found',
      }),
    )
    found.push({ account, role, until })
    for (const group of given) {
      if (!open.has(group)) continue
      counts.found += 1
      confirm(key, account, group, grant, open)
    }
  }

  function confirm(key: AccountKey, account: ObservedAccount, group: string, grant: number, open: Set<string>): void {
    open.delete(group)
    counts.confirmed += 1
    drafts.push(settledDraft(target, { key, group, present: true, until: account.memberships.get(group)?.until, grant }))
  }

  function leave(account: ObservedAccount, group: string, kind: AdoptionIssue['kind'], roles: readonly Id[], text: string): void {
    const key = `${target}:${account.id}`
    issues.push({ kind, account, group, roles, text: `\`${account.name}\` in \`${group}\` stays as found: ${text} (${roles.join(', ')})` })
    if (onRecord.has(membershipKey(key, group))) return
    onRecord.add(membershipKey(key, group))
    const until = account.memberships.get(group)?.until
    const finding = {
      key,
      account,
      group,
      change: 'added',
      until,
      policy: 'ask',
      alarm: false,
      by: undefined,
      at: undefined,
      comment: undefined,
    } as const
    undecided.push(driftDraft(target, finding))
  }
}

const UNPLACED: Readonly<Record<'partial' | 'several-roles' | 'ends-differ', string>> = {
  partial: 'no role fits, each one gives more than is held',
  'several-roles': 'several roles give it, and nothing tells which is meant',
  'ends-differ': 'the groups of the role end at different times',
}
