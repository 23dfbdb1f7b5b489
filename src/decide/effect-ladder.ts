import type { Clause, Id, LadderBlock } from '../charter/model.ts'
import { anyOf, type Truth } from '../kernel/truth.ts'
import type { Standing } from './effect-standing.ts'

export interface Ranked {
  readonly standing: Standing
  /** false = a higher rung has effect instead; unknown = it is not known whether one has. */
  readonly truth: Truth
  readonly clause: Clause
}

/**
 * Of the roles of a `highest` ladder that one person holds on one target only the first eligible one has effect. An unknown rung keeps the
 * present effect: itself and everything below it are held.
 */
export function rankedInLadders(ladders: ReadonlyMap<Id, LadderBlock>, standings: readonly Standing[]): readonly Ranked[] {
  const highest = [...ladders].filter(([, ladder]) => ladder.counts === 'highest')
  return standings.map((standing) => {
    let truth = standing.truth
    let clause: Clause = ''
    for (const [id, ladder] of highest) {
      const above = aboveOf(ladder, standing, standings)
      if (above === true) return { standing, truth: false, clause: `ladders.${id}` }
      if (above === 'unknown') [truth, clause] = ['unknown', `ladders.${id}`]
    }
    return { standing, truth, clause }
  })
}

function aboveOf(ladder: LadderBlock, standing: Standing, standings: readonly Standing[]): Truth {
  const rung = ladder.order.indexOf(standing.grant.role)
  return anyOf(
    standings
      .filter((other) => ladder.order.includes(other.grant.role) && ladder.order.indexOf(other.grant.role) < rung)
      .map((other) => other.truth),
  )
}
