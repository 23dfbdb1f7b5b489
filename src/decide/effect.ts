import type { Clause, Id, RoleBlock } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import type { AccountKey, SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import { placeOf } from './effect-account.ts'
import { rankedInLadders } from './effect-ladder.ts'
import {
  conditionsHold,
  dormancy,
  personalHindrance,
  timeHindrance,
  type Hindrance,
  type KnownForEffect,
  type Standing,
} from './effect-standing.ts'
import { handleOf } from './question.ts'

/** The grant that a membership rests on; of several the one that lasts longest. */
export interface EffectReason {
  readonly grant: number
  readonly role: Id
  readonly clause: Clause
}

/** A membership that ought to stand on a target now. */
export interface DesiredMembership {
  readonly account: AccountKey
  readonly group: string
  /** undefined = unlimited. */
  readonly until: Instant | undefined
  /** Something about it is unknown: what stands stays, nothing is given. */
  readonly hold: boolean
  readonly because: EffectReason
}

/** A grant that has not ended and yet is without effect on a target. */
export interface Withheld extends Hindrance {
  readonly grant: number
  readonly target: Id
}

export interface EffectIssue {
  readonly kind: 'no-account' | 'account-kind' | 'not-theirs' | 'several-accounts' | 'role-unknown'
  readonly grant: number
  readonly subject: SubjectId
  readonly target: Id | undefined
  readonly text: string
}

export interface TargetEffects {
  readonly memberships: readonly DesiredMembership[]
  readonly withheld: readonly Withheld[]
  /** Accounts of persons who hold a role that the charter no longer has: what that role gave is not known, so nothing is taken from them. */
  readonly heldAccounts: ReadonlySet<AccountKey>
}

export interface Effects {
  /** Every target of the charter, and `writ`, where a person's key is `writ:<subject>`. */
  readonly targets: ReadonlyMap<Id, TargetEffects>
  readonly issues: readonly EffectIssue[]
}

/**
 * Which memberships ought to stand on every target now (charter spec, section 3, meaning 10): running grants of persons neither departed nor
 * suspended, on an unlocked account of the right kind, with conditions not false, activated where dormant, first in a `highest` ladder. Unknown
 * keeps the present effect. A target that `mirrors: held` shows grants whatever conditions, dormancy and ladders say; suspension, departure and
 * locks count there too. `grants`: those of some persons, all of each; then the effects are theirs.
 */
export function effectsNow(known: KnownForEffect, grants: Iterable<Grant> = known.state.runningGrants()): Effects {
  const collected = new Map([...known.charter.targets.keys(), 'writ'].map((target) => [target, emptyTarget()]))
  const issues: EffectIssue[] = []
  for (const [subject, own] of Map.groupBy(grants, ({ subject }) => subject)) addPerson(known, subject, own, collected, issues)
  return { targets: collected, issues }
}

export const noEffects: TargetEffects = { memberships: [], withheld: [], heldAccounts: new Set() }

interface Collected {
  readonly memberships: DesiredMembership[]
  readonly withheld: Withheld[]
  readonly heldAccounts: Set<AccountKey>
}

function emptyTarget(): Collected {
  return { memberships: [], withheld: [], heldAccounts: new Set() }
}

function addPerson(
  known: KnownForEffect,
  subject: SubjectId,
  grants: readonly Grant[],
  collected: ReadonlyMap<Id, Collected>,
  issues: EffectIssue[],
): void {
  const personal = personalHindrance(known, subject)
  const standings = new Map<Id, Standing[]>()
  for (const grant of grants) {
    const role = known.charter.roles.get(grant.role)
    if (role === undefined) {
      issues.push(roleUnknown(grant))
      for (const account of known.state.accountsOf(subject)) collected.get(account.target)?.heldAccounts.add(account.key)
      continue
    }
    for (const [target, groups] of role.gives) {
      const into = collected.get(target)
      if (into === undefined || grant.targets?.includes(target) === false) continue
      const found = standingOn(known, role, grant, target, groups, personal)
      if ('cause' in found) into.withheld.push({ grant: grant.id, target, ...found })
      else if (standings.get(target)?.push(found) === undefined) standings.set(target, [found])
      const issue = personal === undefined ? issueOf(known, grant, target, found) : undefined
      if (issue !== undefined) issues.push(issue)
    }
  }
  for (const [target, list] of standings) addMemberships(known, target, list, collected.get(target) as Collected)
}

function standingOn(
  known: KnownForEffect,
  role: RoleBlock,
  grant: Grant,
  target: Id,
  groups: readonly string[],
  personal: Hindrance | undefined,
): Standing | Hindrance {
  const time = timeHindrance(known, grant) ?? personal
  if (time !== undefined) return time
  const place = placeOf(known.state, inGrace(known, grant) ? { ...role, account: 'any' } : role, grant, target)
  if (place.kind === 'none') return { cause: place.why, clause: `roles.${grant.role}.account` }
  const unlocked = place.kind === 'one' ? (place.locked ? [] : [place.account]) : place.accounts.flatMap(unlockedKey)
  if (unlocked.length === 0) return { cause: 'locked', clause: 'accounts' }
  if (known.charter.targets.get(target)?.mirrors === 'held')
    return { grant, groups, accounts: unlocked, truth: place.kind === 'one' ? true : 'unknown' }
  const asleep = dormancy(known, role, grant)
  if (asleep !== undefined) return asleep
  const tested = conditionsHold(known, role, grant, place.kind === 'one' ? place.accountKind : undefined)
  if (tested.truth === false) return { cause: tested.recorded ? 'paused' : 'condition', clause: tested.clause }
  return { grant, groups, accounts: unlocked, truth: place.kind === 'several' ? 'unknown' : tested.truth }
}

/** A grant that a new charter no longer allows on this kind of account keeps its effect for a while. */
function inGrace({ state, now }: KnownForEffect, grant: Grant): boolean {
  const until = state.graceOf(grant.id)
  return until !== undefined && now < until
}

function unlockedKey(account: { readonly key: AccountKey; readonly locked: boolean }): readonly AccountKey[] {
  return account.locked ? [] : [account.key]
}

function addMemberships(known: KnownForEffect, target: Id, list: readonly Standing[], into: Collected): void {
  const held = known.charter.targets.get(target)?.mirrors === 'held'
  const first = into.memberships.length
  for (const { standing, truth, clause } of rankedInLadders(held ? new Map() : known.charter.ladders, list)) {
    if (truth === false) {
      into.withheld.push({ grant: standing.grant.id, target, cause: 'outranked', clause })
      continue
    }
    const because = { grant: standing.grant.id, role: standing.grant.role, clause: standing.grant.clause }
    for (const account of standing.accounts)
      for (const group of standing.groups)
        merge(into.memberships, first, { account, group, until: effectiveEnd(known, standing), hold: truth === 'unknown', because })
  }
}

/** A dormant role in use ends with its activation. */
function effectiveEnd({ charter }: KnownForEffect, { grant }: Standing): Instant | undefined {
  const active = charter.roles.get(grant.role)?.activation === undefined ? undefined : grant.activeUntil
  if (active === undefined || grant.until === undefined) return active ?? grant.until
  return active < grant.until ? active : grant.until
}

/** Two grants of one membership: a certain one counts before a held one, then the later end. */
function merge(memberships: DesiredMembership[], first: number, wanted: DesiredMembership): void {
  for (let index = first; index < memberships.length; index += 1) {
    const present = memberships[index] as DesiredMembership
    if (present.account !== wanted.account || present.group !== wanted.group) continue
    if (present.hold !== wanted.hold ? present.hold : isLater(wanted.until, present.until)) memberships[index] = wanted
    return
  }
  memberships.push(wanted)
}

function isLater(left: Instant | undefined, right: Instant | undefined): boolean {
  return right !== undefined && (left === undefined || left > right)
}

function roleUnknown(grant: Grant): EffectIssue {
  return {
    kind: 'role-unknown',
    grant: grant.id,
    subject: grant.subject,
    target: undefined,
    text: `the charter has no role \`${grant.role}\`, yet grant ${grant.id} gives it: nothing is taken from its holder until the grant is ended`,
  }
}

function issueOf({ state, charter }: KnownForEffect, grant: Grant, target: Id, found: Standing | Hindrance): EffectIssue | undefined {
  const base = { grant: grant.id, subject: grant.subject, target }
  const who = handleOf(state, grant.subject)
  const kinds = charter.roles.get(grant.role)?.account
  const kind = kinds === undefined || kinds === 'any' ? '' : `${kinds.join(' or ')} `
  if (!('cause' in found))
    return found.accounts.length < 2
      ? undefined
      : {
          ...base,
          kind: 'several-accounts',
          text: `several accounts of \`${who}\` on \`${target}\` fit role \`${grant.role}\`; bind grant ${grant.id} to one`,
        }
  if (found.cause === 'no-account')
    return { ...base, kind: 'no-account', text: `\`${who}\` has no account on \`${target}\` for role \`${grant.role}\`; link one` }
  if (found.cause === 'account-kind')
    return { ...base, kind: 'account-kind', text: `\`${who}\` has no ${kind}account on \`${target}\` for role \`${grant.role}\`` }
  if (found.cause === 'not-theirs')
    return { ...base, kind: 'not-theirs', text: `the account grant ${grant.id} is bound to is not linked to \`${who}\`` }
  return undefined
}
