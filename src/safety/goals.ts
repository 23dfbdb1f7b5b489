import { bitsOf, union } from './bits.ts'
import { indexOf, type Game } from './game.ts'
import { CHARTER } from './item.ts'
import type { Goals } from './plan.ts'
import type { Judgement } from './undo.ts'

/** Everything that an adversary reaches, as goals of a plan. */
export function goalsOf({ policy }: Game, judgement: Judgement): Goals {
  const charter = bitsOf(policy.items.length, [indexOf(policy, CHARTER)])
  return { captures: judgement.rewrites ? union(judgement.gained, charter) : judgement.gained, strips: judgement.strips }
}
