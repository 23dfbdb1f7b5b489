/** Random tiny policies: positive conditions, every scope, up to two stages of up to two approvers. */
import fc from 'fast-check'
import { bitsOf, type Bits } from '../../src/safety/bits.ts'
import { actsAs, ANYBODY } from '../../src/safety/item.ts'
import { compile } from '../../src/safety/policy.ts'
import type { Approval, SafetyRule } from '../../src/safety/rule.ts'
import { indexOf, namesOf, type Game } from '../../src/safety/game.ts'
import { EVERYBODY, type TinyGame } from './explicit-search.ts'

/** The larger ones take most of the time and seldom show more. */
const SIZES = [
  ...Array.from({ length: 3 }, () => ({ accounts: 3, groups: 3 })),
  ...Array.from({ length: 3 }, () => ({ accounts: 4, groups: 2 })),
  { accounts: 5, groups: 2 },
  { accounts: 3, groups: 4 },
  { accounts: 4, groups: 3 },
] as const

export const tinyPolicies: fc.Arbitrary<TinyGame> = fc.constantFrom(...SIZES).chain(({ accounts, groups }) =>
  draft(
    accounts,
    Array.from({ length: groups }, (_, at) => `g${at}`),
  ),
)

/** Both sides read the same rule, as far as the definition of a side lets them. */
function bothSides(rule: Omit<SafetyRule, 'side'>): SafetyRule[] {
  return [
    { ...rule, side: 'attack' },
    { ...rule, side: 'defence', mayApprove: 'neither' },
  ]
}

function draft(accounts: number, groups: readonly string[]): fc.Arbitrary<TinyGame> {
  const group = fc.constantFrom(...groups)
  const some = fc.uniqueArray(group, { minLength: 1, maxLength: 2 })
  const actors = fc.oneof({ weight: 12, arbitrary: some }, { weight: 1, arbitrary: fc.constant([EVERYBODY]) })
  const approval = fc.record<Approval>({ by: actors, count: fc.constantFrom(1, 1, 2), reuses: fc.constant(false) })
  const approvals = fc.oneof(
    { weight: 5, arbitrary: fc.constant<Approval[]>([]) },
    { weight: 3, arbitrary: approval.map((one) => [one]) },
    {
      weight: 1,
      arbitrary: fc.tuple(approval, approval, fc.boolean()).map(([first, second, reuses]) => [first, { ...second, count: 1, reuses }]),
    },
  )
  const rule = fc
    .record({
      effect: fc.constantFrom('add' as const, 'remove' as const),
      items: fc.uniqueArray(group, { minLength: 1, maxLength: groups.length }),
      actors,
      scope: fc.constantFrom('self' as const, 'others' as const, 'any' as const, 'any' as const),
      needs: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: group.map((one) => [one]) }),
      approvals,
      mayApprove: fc.constantFrom('subject' as const, 'actor' as const, 'neither' as const),
    })
    .map((one) => bothSides({ ...one, needs: one.effect === 'add' ? one.needs : [], door: 'power', clause: 'roles.some.may[0]' }))
  const full = 2 ** groups.length - 1
  return fc
    .record({
      rules: fc.array(rule, { minLength: 1, maxLength: 5 }).map((rules) => rules.flat()),
      accounts: fc.array(fc.integer({ min: 0, max: full }), { minLength: accounts, maxLength: accounts }),
      rogues: fc.constantFrom(1, 1, 1, 2),
      overseer: fc.constantFrom('none' as const, 'removes' as const, 'changes' as const),
    })
    .map(({ rules, accounts: drawn, rogues, overseer }) => {
      // left to chance, an honest account that could repair anything is rare
      const holds = drawn.map((mask, at) =>
        overseer === 'none' ? mask : at < rogues ? mask & (full >> 1) : at === accounts - 1 ? mask | ((full + 1) >> 1) : mask,
      )
      const power = {
        door: 'power',
        clause: 'roles.overseer.may[0]',
        items: groups,
        actors: groups.slice(-1),
        scope: 'any',
        needs: [],
        approvals: [],
        mayApprove: 'neither',
      } as const
      const effects = overseer === 'none' ? [] : overseer === 'removes' ? (['remove'] as const) : (['add', 'remove'] as const)
      return { groups, rules: [...rules, ...effects.flatMap((effect) => bothSides({ ...power, effect }))], accounts: holds, rogues }
    })
}

/** The rule by which holders of a key act as everybody on the one target there is. */
function keyRule(groups: readonly string[], keys: number): SafetyRule {
  return {
    side: 'attack',
    door: 'technical',
    clause: 'rights.wiki.key',
    effect: 'add',
    items: [actsAs('wiki')],
    actors: groups.filter((_, at) => (keys & (1 << at)) !== 0),
    scope: 'self',
    needs: [],
    approvals: [],
    mayApprove: 'neither',
  }
}

/** The rules that the analysis is given: what it cannot say is left out for an adversary, and is not relied upon by honest people. */
function rulesOf(tiny: TinyGame): readonly SafetyRule[] {
  const { unless, keys = 0, groups } = tiny
  const said = tiny.rules.flatMap((rule) => {
    if ((unless?.get(rule) ?? []).length === 0) return [rule]
    return rule.side === 'attack' ? [{ ...rule, widened: true, relaxed: true }] : []
  })
  return keys === 0 ? said : [...said, keyRule(groups, keys)]
}

export function gameOf(tiny: TinyGame, newAccounts = false): Game {
  const policy = compile(rulesOf(tiny), tiny.groups, new Map())
  const size = policy.items.length
  const itemsOf = (mask: number) => tiny.groups.flatMap((group, at) => ((mask & (1 << at)) === 0 ? [] : [indexOf(policy, group)]))
  const bits = (mask: number) =>
    bitsOf(size, [
      indexOf(policy, ANYBODY),
      ...tiny.groups.flatMap((group, at) => ((mask & (1 << at)) === 0 ? [] : [indexOf(policy, group)])),
    ])
  return {
    policy,
    rogues: tiny.accounts.slice(0, tiny.rogues).map(bits),
    honest: tiny.accounts.slice(tiny.rogues).map((mask) => ({
      holds: bits(mask),
      count: 1,
      ...(tiny.lapsing === undefined ? {} : { lapses: bitsOf(size, [...itemsOf(mask & tiny.lapsing)]) }),
      ...((tiny.keys ?? 0) === 0 ? {} : { reachedBy: bitsOf(size, [indexOf(policy, actsAs('wiki'))]) }),
    })),
    newAccounts,
    seated: bitsOf(
      size,
      [...(tiny.seats?.keys() ?? [])].map((group) => indexOf(policy, group)),
    ),
  }
}

/** A set of items as a mask over the groups of a tiny game. */
export function maskOf(tiny: TinyGame, game: Game, bits: Bits): number {
  return namesOf(game.policy, bits).reduce((mask, name) => mask | (1 << tiny.groups.indexOf(name)), 0)
}
