import type { Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import type { Day } from '../kernel/day.ts'
import { bitsOf, keyOf, union, type Bits } from './bits.ts'
import { rolesNeeded } from './conditions.ts'
import { indexOf, namesOf, nothing, type Game } from './game.ts'
import { ASSUMED, assumedHolders, rosterHolders, type Holder } from './holders.ts'
import { actsAs, ANYBODY, ATTESTED, CHARTER, held, type Item } from './item.ts'
import { planFor, type Cast, type PlanStep } from './plan.ts'
import { compile, type Policy } from './policy.ts'
import { changeableItems, rulesOf } from './rules.ts'
import { isOpen, standsOn, withTechnical } from './technical.ts'
import { heroOf, judge, undoesAlone, verdicts, type Hero, type Judgement, type Verdict } from './undo.ts'

export interface SafetyOptions {
  /** Whether an adversary can make accounts without limit; where it is absent the charter says so (`isOpen`). */
  readonly newAccounts?: boolean
  /** So many rogue accounts together are looked at; 1 where it is absent. */
  readonly coalitions?: number
  /** Terms of the roster are looked at on this day; without it all of them count. */
  readonly on?: Day
}

export type Layer = 'membership' | 'technical'

/** What one rogue holder of a role could do, and whether the others could undo it. */
export interface RoleSafety {
  readonly role: Id
  /** By membership alone, or with the technical ways to act as somebody else (scripts of the site, renaming, keys). */
  readonly layer: Layer
  /** The holder meant, the worst one if several hold it. */
  readonly rogue: string
  readonly verdict: Verdict
  /** Roles, and groups that no role gives as `TARGET.GROUP`, that accounts of the rogue can come to hold and the rogue did not. */
  readonly captures: readonly Item[]
  /** What the rogue can take from everybody else. */
  readonly strips: readonly Item[]
  /** What the rogue can put on hold alone; no part of the verdict. */
  readonly suspends: readonly Item[]
  /** What nobody honest can take from the rogue's accounts again. */
  readonly stuck: readonly Item[]
  /** What honest people lose and cannot get back. */
  readonly lost: readonly Item[]
  /** Roles of which one surviving holder alone can undo it all. */
  readonly undoBy: readonly Id[]
  /** There is something to undo, and the honest rest could still amend the charter, whatever the verdict under the present one. */
  readonly byAmendment: boolean
  readonly plan: readonly PlanStep[]
}

export interface SafetyReport {
  readonly layer: Layer
  /** One line a role that somebody holds, in the charter's order. */
  readonly roles: readonly RoleSafety[]
  /** What somebody without any role could do. `role` is `registered`. */
  readonly newcomer: RoleSafety
  /** Roles that nobody holds. */
  readonly vacant: readonly Id[]
  /** What was assumed for want of a roster. */
  readonly assumed: string | undefined
  /** Who holds what, as analysed. */
  readonly holders: readonly Holder[]
  /** Every single rogue account is harmless or restorable. */
  readonly survivesOne: boolean
  /** The roles, or `registered`, that break it. */
  readonly brokenBy: readonly Id[]
}

/** Judges one rogue holder of each role of a charter, against the others. Without a roster two holders a role are assumed (`assumed`). */
export function analyseRoles(
  charter: Charter,
  roster: Roster | undefined,
  options: SafetyOptions = {},
  layer: Layer = 'membership',
): SafetyReport {
  const board = setUp(charter, roster, options, layer)
  const judged = new Map<string, Judged>()
  const judgedAs = (rogue: Holder | undefined) => {
    const key = rogue === undefined ? '' : keyOf(board.holdsOf(rogue))
    const found = judged.get(key) ?? judgeOne(board, rogue)
    judged.set(key, found)
    return found
  }
  const lines = new Map<Judged, Omit<RoleSafety, 'role'>>()
  const lineFor = (role: Id, one: Judged): RoleSafety => {
    const line = lines.get(one) ?? lineOf(board, one)
    lines.set(one, line)
    return { role, ...line }
  }
  const roles = [...charter.roles.keys()].flatMap((role) => {
    const candidates = roguesOf(board, role).map(judgedAs)
    const [worst] = candidates.toSorted((left, right) => badness(right) - badness(left))
    return worst === undefined ? [] : [lineFor(role, worst)]
  })
  const newcomer = lineFor('registered', judgedAs(undefined))
  const broken = [...roles, newcomer].filter(({ verdict }) => verdict !== 'harmless' && verdict !== 'restorable')
  return {
    layer,
    roles,
    newcomer,
    vacant: [...charter.roles.keys()].filter((role) => !roles.some((line) => line.role === role)),
    assumed: roster === undefined ? ASSUMED : undefined,
    holders: board.holders,
    survivesOne: broken.length === 0,
    brokenBy: broken.map(({ role }) => role),
  }
}

/** A charter with its holders, ready to be judged. */
export interface Board {
  readonly layer: Layer
  readonly charter: Charter
  readonly policy: Policy
  readonly holders: readonly Holder[]
  readonly seated: Bits
  readonly newAccounts: boolean
  holdsOf(holder: Holder): Bits
  /** Items with which an adversary acts as the holder; undefined where it cannot. */
  reachedBy(holder: Holder): Bits | undefined
  /** A holder of one role who acts alone. */
  heroOf(role: Id): Hero
}

export function setUp(charter: Charter, roster: Roster | undefined, options: SafetyOptions, layer: Layer = 'membership'): Board {
  const dependsOn = new Map(
    [...charter.roles.keys()]
      .map((id) => [id, rolesNeeded(charter, id)] as const)
      .filter(([, needs]) => needs.some((one) => one.length > 0)),
  )
  const policy = compile(
    layer === 'technical' ? withTechnical(charter, rulesOf(charter)) : rulesOf(charter),
    changeableItems(charter),
    dependsOn,
  )
  const size = policy.items.length
  const holders = (roster === undefined ? assumedHolders(charter) : rosterHolders(roster, options.on)).map((holder) => ({
    ...holder,
    roles: holder.roles.filter((role) => charter.roles.has(role)),
  }))
  const at = (item: Item) => indexOf(policy, item)
  const reachedBy = (holder: Holder) =>
    bitsOf(
      size,
      standsOn(charter, holder)
        .map(actsAs)
        .filter((item) => policy.index.has(item))
        .map(at),
    )
  const known = new Map<Holder, Bits>()
  const heroes = new Map<Id, Hero>()
  const bitsFor = ({ roles }: Holder) =>
    bitsOf(size, [ANYBODY, ATTESTED, ...roles, ...roles.map(held).filter((item) => policy.index.has(item))].map(at))
  return {
    layer,
    charter,
    policy,
    holders,
    seated: bitsOf(
      size,
      [...charter.roles].filter(([, role]) => role.seats !== undefined).map(([id]) => at(id)),
    ),
    newAccounts: options.newAccounts ?? isOpen(charter),
    reachedBy: (holder) => (layer === 'technical' ? reachedBy(holder) : undefined),
    holdsOf: (holder) => {
      const bits = known.get(holder) ?? bitsFor(holder)
      known.set(holder, bits)
      return bits
    },
    heroOf: (role) => {
      const hero = heroes.get(role) ?? heroOf(policy, at(role))
      heroes.set(role, hero)
      return hero
    },
  }
}

/** One rogue against everybody else. */
export interface Judged {
  readonly rogue: Holder | undefined
  readonly game: Game
  readonly cast: Cast
  readonly judgement: Judgement
}

export function judgeOne(board: Board, rogue: Holder | undefined): Judged {
  const { policy, seated, newAccounts } = board
  const types = new Map<string, { readonly holds: Bits; readonly reachedBy: Bits | undefined; readonly names: string[] }>()
  for (const holder of board.holders) {
    if (holder === rogue) continue
    const holds = board.holdsOf(holder)
    const reachedBy = board.reachedBy(holder)
    const key = `${keyOf(holds)} ${reachedBy === undefined ? '' : keyOf(reachedBy)}`
    const type = types.get(key) ?? { holds, reachedBy, names: [] }
    type.names.push(holder.name)
    types.set(key, type)
  }
  const honest = [...types.values()]
  const game: Game = {
    policy,
    rogues: [rogue === undefined ? bitsOf(policy.items.length, []) : board.holdsOf(rogue)],
    honest: honest.map(({ holds, reachedBy, names }) => ({
      holds,
      count: names.length,
      ...(reachedBy === undefined ? {} : { reachedBy }),
    })),
    newAccounts,
    seated,
  }
  return { rogue, game, cast: { rogues: [rogue?.name ?? 'somebody'], honest: honest.map(({ names }) => names) }, judgement: judge(game) }
}

/** The holders to try: those invented for a role, or everybody of the roster who holds it; one for each set of roles. */
export function roguesOf(board: Board, role: Id): readonly Holder[] {
  const candidates = board.holders.filter((holder) =>
    holder.standsFor === undefined ? holder.roles.includes(role) : holder.standsFor === role,
  )
  return [...new Map(candidates.toReversed().map((holder) => [keyOf(board.holdsOf(holder)), holder])).values()].toReversed()
}

function badness({ judgement, game }: Judged): number {
  return (
    verdicts.indexOf(judgement.verdict) * 1e6 +
    namesOf(game.policy, judgement.captures).length +
    namesOf(game.policy, judgement.strips).length
  )
}

function lineOf(board: Board, { rogue, game, cast, judgement }: Judged): Omit<RoleSafety, 'role'> {
  const { policy } = game
  const goals = {
    captures: judgement.rewrites ? union(judgement.gained, bitsOf(policy.items.length, [indexOf(policy, CHARTER)])) : judgement.gained,
    strips: judgement.strips,
  }
  const undoBy =
    judgement.verdict === 'restorable' ? [...board.charter.roles.keys()].filter((id) => undoesAlone(game, judgement, board.heroOf(id))) : []
  return {
    layer: board.layer,
    rogue: rogue?.name ?? 'somebody',
    verdict: judgement.verdict,
    captures: namesOf(policy, judgement.captures),
    strips: namesOf(policy, judgement.strips),
    suspends: namesOf(policy, judgement.suspends),
    stuck: namesOf(policy, judgement.stuck),
    lost: namesOf(policy, judgement.lost.reduce(union, nothing(policy))),
    undoBy,
    byAmendment: judgement.byAmendment,
    plan: judgement.verdict === 'harmless' ? [] : planFor(game, cast, goals),
  }
}
