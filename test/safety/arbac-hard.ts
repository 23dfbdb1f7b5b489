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

/**
 * A counter of so many binary digits, held by one account as roles: digit n changes while the one below it is set and all lower ones are not (a Gray code).
 * The shortest plan to the highest digit grows with 2^digits. Accounts are few, so nobody can help out.
 */
export function counter(digits: number): Known {
  const digit = (at: number) => `digit ${at}`
  const below = (at: number) => Array.from({ length: at }, (_, low) => digit(low))
  const places = Array.from({ length: digits }, (_, at) => at)
  const rules = places.flatMap((at): ArbacRule[] => [
    arbacRule({ effect: 'assign', role: digit(at), by: ['clock'], needs: below(at).slice(-1), excludes: below(at).slice(0, -1) }),
    arbacRule({ effect: 'revoke', role: digit(at), by: ['clock'], needs: below(at).slice(-1), excludes: below(at).slice(0, -1) }),
  ])
  const top = digit(digits - 1)
  return {
    policy: {
      roles: ['clock', 'goal', ...places.map(digit)],
      accounts: [{ name: 'a', roles: ['clock'] }],
      newAccounts: false,
      rules: [...rules, arbacRule({ effect: 'assign', role: 'goal', by: ['clock'], needs: [top], excludes: below(digits - 1) })],
    },
    goal: { roles: ['goal'] },
    reachable: true,
    // the code word with the highest digit alone is the last of 2^digits
    leastSteps: 2 ** digits,
  }
}

interface Deep {
  readonly rules: number
  readonly kind: 'deep plan' | 'kept apart' | 'only one account'
  readonly seed: number
}

const SIDE = 3

/**
 * A long chain of offices, each given by the one before it to whoever holds the one before that, among many rules that lead nowhere.
 *
 * `deep plan`: the last office is the goal; the plan has a step for each. `kept apart`: two chains that exclude each other at every link must both be
 * climbed to the end by one account, and no link is ever taken back, so only the negative conditions forbid it. `only one account`: the end asks
 * for somebody else to act who holds what a single account has to give up; two could do it.
 */
export function deepPolicy({ rules, kind, seed }: Deep): Known {
  const next = chance(seed)
  const links = Math.max(4, Math.floor(rules / (2 + 2 * SIDE)))
  const link = (side: string, at: number) => `${side} ${at}`
  const sides = kind === 'kept apart' ? ['left', 'right'] : ['left']
  const chain = sides.flatMap((side) =>
    Array.from({ length: links }, (_, at): ArbacRule => {
      const other = side === 'left' ? 'right' : 'left'
      const excludes = kind === 'kept apart' ? [link(other, at)] : []
      const by = at === 0 ? ['root'] : [link(side, at - 1), 'root']
      return arbacRule({ effect: 'assign', role: link(side, at), by, needs: at === 0 ? [] : [link(side, at - 1)], excludes })
    }),
  )
  const last = sides.map((side) => link(side, links - 1))
  const end: readonly ArbacRule[] =
    kind === 'only one account'
      ? [
          arbacRule({ effect: 'assign', role: 'key', by: ['root'], needs: last, excludes: ['lock'] }),
          arbacRule({ effect: 'assign', role: 'lock', by: ['root'], needs: last, excludes: ['key'] }),
          arbacRule({ effect: 'revoke', role: 'key', by: ['root'] }),
          arbacRule({ effect: 'revoke', role: 'lock', by: ['root'] }),
          arbacRule({ effect: 'assign', role: 'goal', by: ['key'], needs: ['lock'] }),
        ]
      : [arbacRule({ effect: 'assign', role: 'goal', by: ['root'], needs: last })]
  const sideRoles = Array.from({ length: links }, (_, at) => `side ${at}`)
  const below = (limit: number) => Math.floor(next() * limit)
  const side = Array.from({ length: Math.max(0, rules - chain.length - end.length) }, (): ArbacRule => {
    const role = sideRoles[below(sideRoles.length)] ?? ''
    const by = [link('left', below(links))]
    if (next() < 0.3) return arbacRule({ effect: 'revoke', role, by })
    return arbacRule({
      effect: 'assign',
      role,
      by,
      needs: [link('left', below(links))],
      excludes: [sideRoles[below(sideRoles.length)] ?? ''],
    })
  }).filter(({ role, excludes }) => !excludes.includes(role))
  return {
    policy: {
      roles: ['root', 'goal', 'key', 'lock', ...['left', 'right'].flatMap((one) => sideRoles.map((_, at) => link(one, at))), ...sideRoles],
      accounts: [{ name: 'a', roles: ['root'] }],
      newAccounts: false,
      rules: shuffled([...chain, ...end, ...side], next),
    },
    goal: { roles: ['goal'] },
    reachable: kind === 'deep plan',
    leastSteps: kind === 'deep plan' ? links + 1 : 0,
  }
}

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  return list
    .map((item) => ({ item, at: next() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ item }) => item)
}
