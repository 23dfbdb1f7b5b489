/** What a target would answer, and the plan that follows from it, for tests of pure rules. */
import type { Charter } from '../../src/charter/model.ts'
import { effectsNow, noEffects, type Effects } from '../../src/decide/effect.ts'
import type { Instant } from '../../src/kernel/instant.ts'
import type { Truth } from '../../src/kernel/truth.ts'
import type { GuardContext } from '../../src/reconcile/guard.ts'
import type { PlanInput } from '../../src/reconcile/plan-input.ts'
import { revisionOf } from '../../src/reconcile/revision.ts'
import type { Observed } from '../../src/reconcile/target.ts'
import type { Book } from './book.ts'
import { nodeHashing } from './outside.ts'
import { wikiGroups } from './small-charter.ts'

export type Holding = string | readonly [group: string, until: Instant]

/** Accounts `Name <id>` of the target `wiki` by id, with their groups. */
export function observedOf(
  at: Instant,
  accounts: Readonly<Record<string, readonly Holding[]>>,
  assignable: readonly string[] = wikiGroups,
  locked: readonly string[] = [],
): Observed {
  return {
    target: 'wiki',
    at,
    accounts: new Map(
      Object.entries(accounts).map(([id, holdings]) => {
        const pairs = holdings.map((held): readonly [string, { readonly until: Instant | undefined }] =>
          typeof held === 'string' ? [held, { until: undefined }] : [held[0], { until: held[1] }],
        )
        return [id, { id, name: `Name ${id}`, memberships: new Map(pairs), locked: locked.includes(id) }] as const
      }),
    ),
    assignable: new Set(assignable),
    cursor: undefined,
  }
}

/** SHA-256 of a text in hex. */
export function textHash(text: string): string {
  return Buffer.from(nodeHashing.sha256(nodeHashing.utf8(text))).toString('hex')
}

/** Everything a plan of `wiki` and its guards need, from a book and an observation. */
export function inputOf(charter: Charter, book: Book, observed: Observed, truth: Truth = true): PlanInput & { readonly all: Effects } {
  const all = effectsNow({ charter, state: book.state, now: book.now, test: () => truth })
  return {
    charter,
    target: observed.target,
    state: book.state,
    effects: all.targets.get(observed.target) ?? noEffects,
    observed,
    revision: revisionOf(observed, textHash),
    now: book.now,
    all,
  }
}

/** What the guards look at. */
export function contextOf({ charter, state, all, observed, now }: PlanInput & { readonly all: Effects }): GuardContext {
  return { charter, state, effects: all, observed, now }
}
