import type { Charter, ConditionItem } from '../charter/model.ts'
import type { Duration } from '../kernel/duration.ts'
import { addAll, bitsOf, hasBit, isWithin, members, without } from './bits.ts'
import { adversaryOf } from './adversary.ts'
import { countFor, isPossible } from './fixpoint.ts'
import type { Game } from './game.ts'
import type { Item } from './item.ts'
import type { Policy } from './policy.ts'

/** How soon an account of the adversary holds something it did not. */
export interface Blast {
  readonly item: Item
  /** Hours from the first act; 0 = at once. */
  readonly hours: number
}

/**
 * The earliest moments, if everything is done as early as it can be. Each pass takes what can be done now; what has a delay waits in turn. What is
 * held earlier never comes later for it, so the first moment found is the earliest (Dijkstra's argument, for rules that need several things).
 */
export function blastRadius(charter: Charter, game: Game): readonly Blast[] {
  const { policy } = game
  const adding = policy.attack.filter(({ rule }) => rule.effect === 'add')
  const parties = adversaryOf(game)
  const holds = parties.map((party) => party.holds.slice())
  const delays = delaysOf(charter, policy)
  const waiting = new Map<number, { readonly party: number; readonly item: number; at: number }>()
  const first = new Map<number, number>()
  const give = (party: number, item: number, now: number) => {
    const own = holds[party]
    if (own === undefined) return
    addAll(own, bitsOf(policy.items.length, [item]))
    first.set(item, Math.min(first.get(item) ?? Infinity, now))
  }
  for (let now = 0; ;) {
    for (let grown = true; grown;) {
      grown = false
      for (const rule of adding) {
        const counts = countFor(rule, parties, holds)
        for (const [party, own] of holds.entries()) {
          if (isWithin(rule.items, own) || !isWithin(rule.needs, own) || !isPossible(rule, counts, own)) continue
          for (const item of members(without(rule.items, own))) {
            const fresh = rule.rule.door === 'automatic' && parties[party]?.count === Infinity
            const wait = (delays.decided.get(item) ?? 0) + (fresh ? (delays.proving.get(item) ?? 0) : 0)
            const key = party * policy.items.length + item
            if (wait === 0) {
              give(party, item, now)
              grown = true
            } else if ((waiting.get(key)?.at ?? Infinity) > now + wait) waiting.set(key, { party, item, at: now + wait })
          }
        }
      }
    }
    const due = [...waiting.values()].filter(({ party, item }) => !hasBit(holds[party] ?? [], item))
    if (due.length === 0) break
    now = Math.min(...due.map(({ at }) => at))
    for (const one of due) if (one.at === now) give(one.party, one.item, now)
  }
  return [...first]
    .filter(([item]) => hasBit(policy.changeable, item))
    .toSorted((left, right) => left[1] - right[1] || left[0] - right[0])
    .map(([item, hours]) => ({ item: policy.items[item] ?? '', hours }))
}

interface Delays {
  /** Between a decision and its effect, by any door. */
  readonly decided: ReadonlyMap<number, number>
  /** What a new account must wait until it meets the conditions of an automatic role. */
  readonly proving: ReadonlyMap<number, number>
}

function delaysOf(charter: Charter, policy: Policy): Delays {
  const decided = new Map<number, number>()
  const proving = new Map<number, number>()
  for (const [id, role] of charter.roles) {
    const item = policy.index.get(id)
    if (item === undefined) continue
    if (role.delay !== undefined) decided.set(item, hoursOf(role.delay))
    const waits = role.requires.map(({ condition }) => waitOf(charter, { kind: 'named', condition }))
    const wait = Math.max(0, ...waits)
    if (wait > 0) proving.set(item, wait)
  }
  return { decided, proving }
}

/** The least time until a new account can meet a condition: the longest `older_than` it cannot go around. */
function waitOf(charter: Charter, item: ConditionItem): number {
  switch (item.kind) {
    case 'named': {
      const block = charter.conditions.get(item.condition)
      return block === undefined ? 0 : waitOf(charter, block.test)
    }
    case 'all':
      return Math.max(0, ...item.items.map((one) => waitOf(charter, one)))
    case 'any':
      return item.items.length === 0 ? 0 : Math.min(...item.items.map((one) => waitOf(charter, one)))
    case 'test':
      return item.operators.older_than === undefined ? 0 : hoursOf(item.operators.older_than)
    default:
      return 0
  }
}

const HOURS = { minute: 1 / 60, hour: 1, day: 24, week: 168, month: 28 * 24, year: 365 * 24 } as const

/** A month is taken at its shortest. */
function hoursOf({ count, unit }: Duration): number {
  return count * HOURS[unit]
}
