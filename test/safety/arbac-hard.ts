/** Policies that are hard for a solver, with answers that are known because of how they are built. The same for the same seed. */
import { arbacRule, type ArbacRule } from '../../src/safety/arbac/policy.ts'
import { chance } from './arbac-large.ts'
import type { Question } from './arbac-random.ts'

export interface Known extends Question {
  readonly reachable: boolean
  /** The shortest plan has at least so many steps. */
  readonly leastSteps: number
}

interface Pairs {
  readonly pairs: number
  readonly reachable: boolean
  readonly seed: number
}

/**
 * Pairs of duties that nobody may hold at the same time, all of them relevant: whoever held one of a pair can be given a mark of it, and all marks
 * together give the goal. What makes it impossible is that one pair's mark asks for both duties at once; where it asks for them one after the
 * other, as all the others do, it is reachable. Without its negative conditions the goal is always reachable.
 */
export function dutyPairs({ pairs, reachable, seed }: Pairs): Known {
  const next = chance(seed)
  const broken = reachable ? -1 : Math.floor(next() * pairs)
  const places = Array.from({ length: pairs }, (_, at) => at)
  const rules = places.flatMap((at): ArbacRule[] => {
    const [left, right] = [`left ${at}`, `right ${at}`]
    const give = (role: string, needs: readonly string[], excludes: readonly string[] = []) =>
      arbacRule({ effect: 'assign', role, by: ['head'], needs, excludes })
    return [
      give(left, [], [right]),
      give(right, [], [left]),
      arbacRule({ effect: 'revoke', role: left, by: ['head'] }),
      arbacRule({ effect: 'revoke', role: right, by: ['head'] }),
      give(`left mark ${at}`, [left]),
      give(`right mark ${at}`, [right]),
      give(`mark ${at}`, at === broken ? [left, right] : [`left mark ${at}`, `right mark ${at}`]),
    ]
  })
  const marks = places.map((at) => `mark ${at}`)
  const all = [...rules, arbacRule({ effect: 'assign', role: 'goal', by: ['head'], needs: marks })]
  const roles = [
    'head',
    'goal',
    ...places.flatMap((at) => [`left ${at}`, `right ${at}`, `left mark ${at}`, `right mark ${at}`, `mark ${at}`]),
  ]
  return {
    policy: {
      roles,
      accounts: [
        { name: 'a', roles: ['head'] },
        { name: 'b', roles: [] },
      ],
      newAccounts: false,
      rules: all,
    },
    goal: { roles: ['goal'] },
    reachable,
    // both duties and the one taken in between, both marks and their sum for each pair, then the goal
    leastSteps: reachable ? 6 * pairs + 1 : 0,
  }
}
