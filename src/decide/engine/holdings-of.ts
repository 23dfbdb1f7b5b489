import type { Instant } from '../../kernel/instant.ts'
import { WRIT } from '../../charter/writ-target.ts'
import type { AccountKey, SubjectId } from '../../ledger/entry.ts'
import type { Account, Grant, Person } from '../../ledger/state.ts'
import { effectsNow, type DesiredMembership, type Effects } from '../effect.ts'
import { writAccount } from '../effect-account.ts'
import type { KnownForEffect } from '../effect-standing.ts'
import { heldInForce } from '../holding.ts'
import type { HeldAccount, HeldFact, HeldMembership, HeldRole, Holding, Holdings } from './holding.ts'

/** What is known of a person besides grants. */
export type FactsOf = (subject: SubjectId) => readonly HeldFact[]

const noFacts: FactsOf = () => []

/**
 * What everybody holds with effect now, for the engine: the memberships of `effectsNow` and the roles in force. Where it is not known whether a
 * grant has effect, what stands on the target stays and nothing is given. Conditions of roles are judged at this moment: make the holdings anew
 * when facts were read, and at `stale`.
 */
export function holdingsNow(known: KnownForEffect, facts: FactsOf = noFacts): Holdings {
  const memberships = byAccount(effectsNow(known))
  const people = [...known.state.people()].flatMap((person) => holdingFrom(known, person, memberships, facts) ?? [])
  return { ledger: known.state.size, stale: staleAt(known, known.state.runningGrants()), people }
}

/** The same for one person, after something about them changed; undefined if there is nobody, or nobody by a name any more. */
export function holdingOf(known: KnownForEffect, subject: SubjectId, facts: FactsOf = noFacts): Holding | undefined {
  const person = known.state.person(subject)
  if (person === undefined) return undefined
  const grants = known.state.grantsOf(subject).filter((grant) => grant.ended === undefined)
  return holdingFrom(known, person, byAccount(effectsNow(known, grants)), facts)
}

/**
 * When holdings made now stop being right though nothing is recorded: a grant begins, a rung of a `highest` ladder ends and the one below it takes
 * effect, an exception runs out. Ends of grants are in the holdings themselves.
 */
export function staleAt({ charter, state, now }: KnownForEffect, grants: Iterable<Grant>): Instant | null {
  const ranked = new Set([...charter.ladders.values()].flatMap(({ order, counts }) => (counts === 'highest' ? order : [])))
  let earliest: Instant | null = null
  const at = (moment: Instant | undefined) => {
    if (moment !== undefined && moment > now && (earliest === null || moment < earliest)) earliest = moment
  }
  for (const grant of grants) {
    at(grant.from)
    if (ranked.has(grant.role)) {
      at(grant.until)
      at(grant.activeUntil)
    }
    for (const { condition } of charter.roles.get(grant.role)?.requires ?? [])
      for (const { until } of state.exceptions(grant.subject, condition)) at(until)
  }
  return earliest
}

function byAccount(effects: Effects): ReadonlyMap<AccountKey, readonly DesiredMembership[]> {
  const memberships = [...effects.targets.values()].flatMap((target) => target.memberships)
  return Map.groupBy(memberships, ({ account }) => account)
}

function holdingFrom(
  known: KnownForEffect,
  { subject, handle, departed }: Person,
  memberships: ReadonlyMap<AccountKey, readonly DesiredMembership[]>,
  facts: FactsOf,
): Holding | undefined {
  const { charter, state, now } = known
  // a handle means whoever took it last
  if (handle === undefined || state.personByHandle(handle)?.subject !== subject) return undefined
  const accounts = state.accountsOf(subject)
  const here: HeldAccount = {
    target: WRIT,
    name: handle,
    locked: false,
    memberships: heldMemberships(known, WRIT, memberships.get(writAccount(subject)) ?? []),
  }
  return {
    id: handle,
    names: accounts.map(({ key }) => key),
    locked: departed !== undefined && departed <= now,
    accounts: [...accounts.map((account) => heldAccount(known, account, memberships.get(account.key) ?? [])), here],
    roles: heldInForce(charter, state, subject, now).map((grant): HeldRole => ({ role: grant.role, from: null, until: endOf(grant) })),
    facts: facts(subject),
    statements: [...charter.statements.keys()].flatMap((statement) =>
      state.statements(subject, statement).map(({ until }) => ({ statement, until: until ?? null })),
    ),
  }
}

function heldAccount(known: KnownForEffect, account: Account, memberships: readonly DesiredMembership[]): HeldAccount {
  const { target, name, locked } = account
  return { target, name, locked, memberships: heldMemberships(known, target, memberships) }
}

function heldMemberships({ state }: KnownForEffect, target: string, memberships: readonly DesiredMembership[]): readonly HeldMembership[] {
  return memberships
    .filter(({ hold, account, group }) => !hold || state.targetState(target).known(account, group)?.present === true)
    .map(({ group, until }) => ({ group, from: null, until: until ?? null }))
}

/** A dormant role in use ends with its activation. */
function endOf({ activeUntil, until }: Grant): Instant | null {
  if (activeUntil === undefined || until === undefined) return activeUntil ?? until ?? null
  return activeUntil < until ? activeUntil : until
}
