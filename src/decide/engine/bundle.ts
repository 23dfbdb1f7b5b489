/**
 * What an engine is made of, as one JSON value for another process: the compiled charter and the holdings, people who hold the same told once.
 * docs/spec/decisions.md describes it; `bundle` is its version.
 */
import type { Id } from '../../charter/model.ts'
import type { Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { PolicyForm } from './form.ts'
import type { Holding, Holdings } from './holding.ts'

export interface Bundle {
  readonly bundle: 1
  readonly ledger: number
  readonly stale: Instant | null
  readonly policy: PolicyForm
  /** People about whom there is nothing to tell but what they hold without limit, by what they hold. */
  readonly alike: readonly {
    readonly accounts: readonly { readonly target: Id; readonly groups: readonly string[] }[]
    readonly roles: readonly Id[]
    readonly people: readonly string[]
  }[]
  readonly others: readonly Holding[]
}

/** Packs what an engine is made of. */
export function packBundle(policy: PolicyForm, { ledger, stale, people }: Holdings): Bundle {
  const alike = new Map<string, { accounts: Bundle['alike'][number]['accounts']; roles: readonly Id[]; people: string[] }>()
  const others: Holding[] = []
  for (const holding of people) {
    if (!isPlain(holding)) {
      others.push(holding)
      continue
    }
    const accounts = holding.accounts.map(({ target, memberships }) => ({ target, groups: memberships.map(({ group }) => group) }))
    const roles = holding.roles.map(({ role }) => role)
    const key = JSON.stringify([accounts, roles])
    const known = alike.get(key)
    if (known === undefined) alike.set(key, { accounts, roles, people: [holding.id] })
    else known.people.push(holding.id)
  }
  return { bundle: 1, ledger, stale, policy, alike: [...alike.values()], others }
}

/** What is in a bundle that was read from JSON; an error in words if it is none, or one of another version. */
export function unpackBundle(value: unknown): Result<{ readonly policy: PolicyForm; readonly holdings: Holdings }, string> {
  if (!isBundle(value)) return err('this is no bundle of a version that is known here; it must say `"bundle": 1` and `"form": 1`')
  const people = value.alike.flatMap((set) =>
    set.people.map((id): Holding => ({
      id,
      names: [],
      locked: false,
      accounts: set.accounts.map(({ target, groups }) => ({
        target,
        name: id,
        locked: false,
        memberships: groups.map((group) => ({ group, from: null, until: null })),
      })),
      roles: set.roles.map((role) => ({ role, from: null, until: null })),
      facts: [],
      statements: [],
    })),
  )
  return ok({ policy: value.policy, holdings: { ledger: value.ledger, stale: value.stale, people: [...people, ...value.others] } })
}

function isPlain({ id, names, locked, accounts, roles, facts, statements }: Holding): boolean {
  return (
    !locked &&
    names.length === 0 &&
    facts.length === 0 &&
    statements.length === 0 &&
    accounts.every((account) => account.name === id && !account.locked && account.memberships.every(isEndless)) &&
    roles.every(isEndless)
  )
}

function isEndless({ from, until }: { readonly from: Instant | null; readonly until: Instant | null }): boolean {
  return from === null && until === null
}

function isBundle(value: unknown): value is Bundle {
  if (typeof value !== 'object' || value === null) return false
  const one = value as Partial<Bundle>
  return (
    one.bundle === 1 && one.policy?.form === 1 && Array.isArray(one.alike) && Array.isArray(one.others) && typeof one.ledger === 'number'
  )
}
