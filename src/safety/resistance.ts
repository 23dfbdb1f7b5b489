import { judgeTogether, type Board, type HolderType, type Judged } from './analyse.ts'
import { isWithin, type Bits } from './bits.ts'
import type { Holder } from './holders.ts'
import { multisets } from './multisets.ts'
import { planFor, type PlanStep } from './plan.ts'
import { goalsOf } from './goals.ts'
import { verdicts, type Verdict } from './undo.ts'

/** How far a figure was proved: `exact`, or a bound, because larger coalitions were not looked at or the budget ended. */
export type Proof = 'exact' | 'at-least'

export interface Resistance {
  /** The largest k for which every k accounts together are harmless or can be undone from inside. */
  readonly value: number
  readonly proof: Proof
  /** The smallest coalitions that do what cannot be undone, worst first; empty where none was found. */
  readonly broken: readonly Break[]
  /** How many coalitions were judged. */
  readonly tried: number
  /** The budget ended before all coalitions of the next size were tried. */
  readonly exhausted: boolean
}

/** A coalition that does what the rest cannot undo. */
export interface Break {
  /** What each of its accounts holds; empty for somebody without any role. */
  readonly members: readonly (readonly string[])[]
  readonly names: readonly string[]
  readonly verdict: Verdict
  readonly plan: readonly PlanStep[]
}

export interface Effort {
  /** Coalitions of at most so many accounts. */
  readonly largest: number
  /** At most so many coalitions are judged. */
  readonly budget: number
}

export const BUDGET = 20_000
const MOST_LISTED = 50

/**
 * Tries every coalition, by size, accounts that hold the same taken as one kind; stops at the first size at which one cannot be undone. Nothing is
 * guessed: where the budget ends the figure is what was proved until then.
 */
export function resistanceOf(board: Board, { largest, budget }: Effort): Resistance {
  const kinds: readonly (HolderType | undefined)[] = [...board.types, undefined]
  let tried = 0
  for (let size = 1; size <= largest; size += 1) {
    const copies = kinds.map((kind) => Math.min(size, kind?.holders.length ?? size))
    const bad: Judged[] = []
    for (const chosen of multisets(copies, size)) {
      if (tried >= budget)
        return { value: size - 1, proof: bad.length > 0 ? 'exact' : 'at-least', broken: minimal(bad).map(breakOf), tried, exhausted: true }
      tried += 1
      const judged = judgeTogether(board, roguesOfKinds(kinds, chosen))
      if (isBad(judged.judgement.verdict) && bad.length < MOST_LISTED) bad.push(judged)
    }
    if (bad.length > 0) {
      const worst = bad.toSorted((left, right) => verdicts.indexOf(right.judgement.verdict) - verdicts.indexOf(left.judgement.verdict))
      return { value: size - 1, proof: 'exact', broken: minimal(worst).map(breakOf), tried, exhausted: false }
    }
  }
  return { value: largest, proof: 'at-least', broken: [], tried, exhausted: false }
}

/** Without those of whom others hold less and do it all the same. */
function minimal(all: readonly Judged[]): readonly Judged[] {
  return all.filter(
    (one) =>
      !all.some((other) => other !== one && covers(one.game.rogues, other.game.rogues) && !covers(other.game.rogues, one.game.rogues)),
  )
}

/** Whether each of `less` can be put on another of `more` that holds at least as much. */
function covers(more: readonly Bits[], less: readonly Bits[]): boolean {
  const [first, ...rest] = less
  if (first === undefined) return true
  return more.some((own, at) => isWithin(first, own) && covers(more.toSpliced(at, 1), rest))
}

export function isBad(verdict: Verdict): boolean {
  return verdict !== 'harmless' && verdict !== 'restorable'
}

function roguesOfKinds(kinds: readonly (HolderType | undefined)[], chosen: readonly number[]): readonly (Holder | undefined)[] {
  return chosen.map((kind, at) => {
    const copy = chosen.slice(0, at).filter((other) => other === kind).length
    return kinds[kind]?.holders[copy]
  })
}

function breakOf(judged: Judged): Break {
  const { game, cast, judgement, rogues } = judged
  return {
    members: rogues.map((rogue) => rogue?.roles ?? []),
    names: cast.rogues,
    verdict: judgement.verdict,
    plan: planFor(game, cast, goalsOf(game, judgement)),
  }
}
