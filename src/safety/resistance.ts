import type { Board, HolderType } from './board.ts'
import { judgeTogether, type Judged } from './judged.ts'
import { common, isWithin, meets, union, type Bits } from './bits.ts'
import type { Holder } from './holders.ts'
import { multisets } from './multisets.ts'
import { planFor } from './plan.ts'
import type { PlanStep } from './plan-step.ts'
import { goalsOf } from './goals.ts'
import { proofOfBreak, type ReachProof } from './proof.ts'
import { verdicts, type Verdict } from './undo.ts'

/** How far a figure was proved: `exact`, or a bound: larger coalitions were not looked at, the budget ended, or what breaks it is over-approximated. */
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
  readonly proof: ReachProof
  readonly plan: readonly PlanStep[]
}

export interface Effort {
  /** Coalitions of at most so many accounts. */
  readonly largest: number
  /** At most so many coalitions are judged, but single accounts always are. */
  readonly budget: number
  /** Called before each. */
  readonly onJudged?: (() => void) | undefined
}

export const BUDGET = 20_000
const MOST_LISTED = 50

/**
 * Tries every coalition, by size; stops at the first size at which one cannot be undone. Accounts that hold the same are one kind. An account that no
 * rule looks at brings a coalition nothing but itself: it counts as somebody without any role, if only what it holds can be taken from it too. Nothing
 * is guessed: where the budget ends the figure is what was proved until then.
 */
export function resistanceOf(board: Board, { largest, budget, onJudged }: Effort): Resistance {
  let tried = 0
  for (let size = 1; size <= largest; size += 1) {
    const { active, idle } = kindsOf(board, size)
    const kinds: readonly (HolderType | undefined)[] = [...active, undefined]
    const copies = kinds.map((kind) => Math.min(size, kind?.holders.length ?? size))
    const bad: Judged[] = []
    const result = (exhausted: boolean): Resistance => {
      const worst = bad.toSorted((left, right) => verdicts.indexOf(right.judgement.verdict) - verdicts.indexOf(left.judgement.verdict))
      const isBroken = bad.some(({ game }) => proofOfBreak(game) === 'exact')
      return { value: size - 1, proof: isBroken ? 'exact' : 'at-least', broken: minimal(worst).map(breakOf), tried, exhausted }
    }
    const judged = (rogues: readonly (Holder | undefined)[]): Judged => {
      onJudged?.()
      tried += 1
      const one = judgeTogether(board, rogues)
      if (isBad(one.judgement.verdict) && bad.length < MOST_LISTED) bad.push(one)
      return one
    }
    for (const chosen of multisets(copies, size)) {
      if (size > 1 && tried >= budget) return result(true)
      const rogues = roguesOfKinds(kinds, chosen)
      const { judgement } = judged(rogues)
      if (!rogues.includes(undefined) || isBad(judgement.verdict)) continue
      for (const kind of idle) {
        if (isWithin(common(kind.holds, board.policy.changeable), judgement.removable)) continue
        if (size > 1 && tried >= budget) return result(true)
        judged(rogues.toSpliced(rogues.indexOf(undefined), 1, kind.holders[0]))
      }
    }
    if (bad.length > 0) return result(false)
  }
  return { value: largest, proof: 'at-least', broken: [], tried, exhausted: false }
}

interface Kinds {
  readonly active: readonly HolderType[]
  /** Holders of what no rule looks at, and of no seat. */
  readonly idle: readonly HolderType[]
}

function kindsOf({ types, policy, seated, holders }: Board, size: number): Kinds {
  const rules = [...policy.attack, ...policy.defence]
  const looked = common(
    rules.reduce((all, { watches }) => union(all, watches), seated),
    policy.changeable,
  )
  // one more or less of "anybody" must not matter to any rule
  const demand = Math.max(0, ...rules.map(({ approvals }) => 2 + approvals.reduce((sum, { count }) => sum + count, 0)))
  const isIdle = ({ holds }: HolderType) => holders.length - size > demand && !meets(union(looked, seated), holds)
  return { active: types.filter((type) => !isIdle(type)), idle: types.filter(isIdle) }
}

function roguesOfKinds(kinds: readonly (HolderType | undefined)[], chosen: readonly number[]): readonly (Holder | undefined)[] {
  return chosen.map((kind, at) => {
    const copy = chosen.slice(0, at).filter((other) => other === kind).length
    return kinds[kind]?.holders[copy]
  })
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

function breakOf(judged: Judged): Break {
  const { game, cast, judgement, rogues } = judged
  return {
    members: rogues.map((rogue) => rogue?.roles ?? []),
    names: cast.rogues,
    verdict: judgement.verdict,
    proof: proofOfBreak(game),
    plan: planFor(game, cast, goalsOf(game, judgement)),
  }
}
