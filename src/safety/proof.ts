import { keyOf } from './bits.ts'
import type { Game } from './game.ts'
import { judge, verdicts, type Judgement } from './undo.ts'

/**
 * How far what a rogue is said to reach was proved. *exact*: nothing that must not be held could make a difference. Else what cannot be reached is
 * proved, and what can may not be (docs/safety.md).
 */
export type ReachProof = 'exact' | 'over-approximated'

/** Whether all of a judgement is the same by rules that nothing which must not be held could hold back. */
export function proofOf(game: Game, { verdict, captures, gained, most, strips, suspends }: Judgement): ReachProof {
  const least = leastOf(game)
  if (least === undefined) return 'exact'
  const pairs = [
    [captures, least.captures],
    [gained, least.gained],
    [most, least.most],
    [strips, least.strips],
    [suspends, least.suspends],
  ] as const
  return verdict === least.verdict && pairs.every(([all, sure]) => keyOf(all) === keyOf(sure)) ? 'exact' : 'over-approximated'
}

/** Whether a verdict that cannot be undone from inside is such by those rules too, whichever of the bad ones it is. */
export function proofOfBreak(game: Game): ReachProof {
  const least = leastOf(game)
  return least === undefined || verdicts.indexOf(least.verdict) >= verdicts.indexOf('strippable') ? 'exact' : 'over-approximated'
}

/** The game with only those rules of the adversary that nothing which must not be held holds back. */
export function unhindered(game: Game): Game {
  const { policy } = game
  return policy.unhindered === policy.attack ? game : { ...game, policy: { ...policy, attack: policy.unhindered } }
}

function leastOf(game: Game): Judgement | undefined {
  const least = unhindered(game)
  return least === game ? undefined : judge(least)
}
