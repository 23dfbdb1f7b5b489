/** A target as a plain table that keeps ends to the second, for tests of the rules: every call may go wrong in the way a test says. */
import type { Instant } from '../../src/kernel/instant.ts'
import { err, ok } from '../../src/kernel/result.ts'
import type { AccountRef, Capabilities, Change, Observed, ReadScope, Target, TargetFailure } from '../../src/reconcile/target.ts'
import { wholeSecond } from '../../src/reconcile/ends.ts'
import { wikiGroups } from './small-charter.ts'

/** What happens to one call. `lost`: done, but the answer is a failure. `lie`: not done, but the answer is success. `half`: only the first change. */
export type ModelFault =
  | { readonly kind: 'fail' | 'lost' | 'half'; readonly failure: TargetFailure }
  | { readonly kind: 'lie' }
  | { readonly kind: 'none' }

export interface ModelTarget extends Target {
  readonly table: Map<string, Map<string, Instant | undefined>>
  readonly calls: { readonly account: string; readonly changes: readonly Change[] }[]
  readonly reads: ReadScope[]
}

export interface ModelOptions {
  readonly now: () => Instant
  readonly groups?: readonly string[]
  readonly capabilities?: Partial<Capabilities>
  readonly applyFault?: (account: AccountRef, changes: readonly Change[], call: number) => ModelFault
  readonly readFault?: (call: number) => TargetFailure | undefined
}

export const NO_FAULT: ModelFault = { kind: 'none' }

export function failure(kind: TargetFailure['kind'], retryAfter?: number): TargetFailure {
  return { kind, code: kind, message: `the target says ${kind}`, ...(retryAfter === undefined ? {} : { retryAfter }) }
}

export function modelTarget(
  accounts: Readonly<Record<string, Readonly<Record<string, Instant | undefined>> | readonly string[]>>,
  { now, groups = wikiGroups, capabilities, applyFault = () => NO_FAULT, readFault = () => undefined }: ModelOptions,
): ModelTarget {
  const table = new Map(
    Object.entries(accounts).map(([id, held]) => [
      id,
      new Map<string, Instant | undefined>(Array.isArray(held) ? held.map((group: string) => [group, undefined]) : Object.entries(held)),
    ]),
  )
  const calls: { readonly account: string; readonly changes: readonly Change[] }[] = []
  const reads: ReadScope[] = []

  const observed = (scope: ReadScope): Observed => {
    const asked = new Set(scope.accounts)
    const accountsSeen = new Map<string, Observed['accounts'] extends ReadonlyMap<string, infer A> ? A : never>()
    for (const [id, held] of table) {
      const shown = [...held].filter(([group, until]) => scope.groups.includes(group) && (until === undefined || until > now()))
      if (!asked.has(id) && (scope.accountsOnly === true || shown.length === 0)) continue
      accountsSeen.set(id, {
        id,
        name: `Name ${id}`,
        memberships: new Map(shown.map(([group, until]) => [group, { until }])),
        locked: false,
      })
    }
    return { target: 'wiki', at: now(), accounts: accountsSeen, assignable: new Set(groups), cursor: undefined }
  }

  return {
    id: 'wiki',
    capabilities: { expiry: true, readBack: true, lock: false, concurrency: 1, ...capabilities },
    table,
    calls,
    reads,
    read: async (scope) => {
      reads.push(scope)
      const fault = readFault(reads.length)
      return fault === undefined ? ok(observed(scope)) : err(fault)
    },
    apply: async (account, changes) => {
      calls.push({ account: account.id, changes })
      const fault = applyFault(account, changes, calls.length)
      if (fault.kind === 'fail') return err(fault.failure)
      const held = table.get(account.id)
      if (held === undefined) return err(failure('invalid'))
      for (const change of fault.kind === 'lie' ? [] : fault.kind === 'half' ? changes.slice(0, 1) : changes) {
        if (change.kind === 'remove') held.delete(change.group)
        else held.set(change.group, wholeSecond(change.until))
      }
      return fault.kind === 'lost' || fault.kind === 'half' ? err(fault.failure) : ok(undefined)
    },
    lookUp: async () => ok(new Map()),
    history: () => undefined,
    inspect: async () => [],
  }
}
