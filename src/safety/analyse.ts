import type { Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import type { Day } from '../kernel/day.ts'
import { blastRadius, type Blast } from './blast.ts'
import { bitsOf, isEmpty, keyOf, union, type Bits } from './bits.ts'
import { rolesNeeded } from './conditions.ts'
import { indexOf, namesOf, nothing, type Game } from './game.ts'
import { ASSUMED, assumedHolders, rosterHolders, type Holder } from './holders.ts'
import { actsAs, ANYBODY, ATTESTED, held, type Item } from './item.ts'
import { goalsOf } from './goals.ts'
import type { Cast } from './lent-accounts.ts'
import { planFor } from './plan.ts'
import type { PlanStep } from './plan-step.ts'
import { compile, type Policy } from './policy.ts'
import { proofOf, unhindered, type ReachProof } from './proof.ts'
import { changeableItems, rulesOf } from './rules.ts'
import { isOpen, standsOn, withTechnical } from './technical.ts'
import { undoSets, type Alone, type UndoSets } from './undo-sets.ts'
import { heroOf, judge, undoesAlone, verdicts, type Hero, type Judgement, type Verdict } from './undo.ts'

export interface SafetyOptions {
  /** Whether an adversary can make accounts without limit; where it is absent the charter says so (`isOpen`). */
  readonly newAccounts?: boolean
  /** Roles and handles whose people neither act nor help: suspended, away, not reachable. They are no rogues either. */
  readonly absent?: readonly string[]
  /** So many rogue accounts together are looked at; 1 where it is absent. */
  readonly coalitions?: number
  /** At most so many coalitions of several accounts are judged, and sets of people tried who might undo a row; counted, not timed. */
  readonly budget?: number
  /** Called before each coalition: whoever waits may be told. */
  readonly onJudged?: () => void
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
  /** The verdict, of the worst holder, once every term of the others has run out and nobody renewed it in time: terms never hold a rogue back. */
  readonly afterTerms: Verdict
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
  /** The smallest sets of survivors who can: people of the roster, else the roles of invented ones. */
  readonly undoSets: UndoSets
  /** How soon each capture can be held, by membership; empty in the technical layer, where nobody says how long it takes to borrow an account. */
  readonly blast: readonly Blast[]
  /** There is something to undo, and the honest rest could still amend the charter, whatever the verdict under the present one. */
  readonly byAmendment: boolean
  readonly plan: readonly PlanStep[]
  readonly proof: ReachProof
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
  return analyseBoard(setUp(charter, roster, options, layer))
}

export function analyseBoard(board: Board): SafetyReport {
  const { charter, layer } = board
  const judged = new Map<string, Judged>()
  const judgedAs = (rogue: Holder | undefined) => {
    const key = rogue === undefined ? '' : keyOf(board.holdsOf(rogue))
    const found = judged.get(key) ?? judgeOne(board, rogue)
    judged.set(key, found)
    return found
  }
  const lines = new Map<Judged, (role: Id, candidates: readonly Judged[]) => RoleSafety>()
  const afterTerms = afterTermsOf(board)
  const lineFor = (role: Id, one: Judged, candidates: readonly Judged[] = [one]): RoleSafety => {
    const line = lines.get(one) ?? lineOf(board, one, afterTerms)
    lines.set(one, line)
    return line(role, candidates)
  }
  const roles = [...charter.roles.keys()].flatMap((role) => {
    const candidates = roguesOf(board, role).map(judgedAs)
    const [worst] = candidates.toSorted((left, right) => badness(right) - badness(left))
    return worst === undefined ? [] : [lineFor(role, worst, candidates)]
  })
  const newcomer = lineFor('registered', judgedAs(undefined))
  const broken = [...roles, newcomer].filter(({ verdict }) => verdict !== 'harmless' && verdict !== 'restorable')
  return {
    layer,
    roles,
    newcomer,
    vacant: [...charter.roles.keys()].filter((role) => !roles.some((line) => line.role === role)),
    assumed: board.assumed,
    holders: board.holders,
    survivesOne: broken.length === 0,
    brokenBy: broken.map(({ role }) => role),
  }
}

/** Whoever has an account and no role. */
export const SOMEBODY = 'somebody'

/** A charter with its holders, ready to be judged. */
export interface Board {
  readonly layer: Layer
  readonly charter: Charter
  readonly policy: Policy
  readonly holders: readonly Holder[]
  readonly seated: Bits
  readonly newAccounts: boolean
  holdsOf(holder: Holder): Bits
  /** What was assumed for want of a roster. */
  readonly assumed: string | undefined
  readonly byName: ReadonlyMap<string, Holder>
  readonly alone: Alone
  /** So many sets of people who might undo it are tried; undefined = as many as usual. */
  readonly mostSets: number | undefined
  /** Holders that no rule tells apart. */
  readonly types: readonly HolderType[]
  /** A holder of one role who acts alone. */
  heroOf(role: Id): Hero
}

export interface HolderType {
  readonly holds: Bits
  readonly reachedBy: Bits | undefined
  /** What ends by itself. */
  readonly ending: Bits
  readonly holders: readonly Holder[]
  readonly names: readonly string[]
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
  const everybody = (roster === undefined ? assumedHolders(charter) : rosterHolders(roster, options.on)).map((holder) => ({
    ...holder,
    roles: holder.roles.filter((role) => charter.roles.has(role)),
    ending: (holder.ending ?? []).filter((role) => charter.roles.has(role)),
  }))
  const holders = everybody.filter((holder) => !isAbsent(holder, options.absent ?? []))
  const at = (item: Item) => indexOf(policy, item)
  const reachedBy = (holder: Holder) => {
    const ways = standsOn(charter, holder)
      .map(actsAs)
      .filter((item) => policy.index.has(item))
    return ways.length === 0 ? undefined : bitsOf(size, ways.map(at))
  }
  const known = new Map<Holder, Bits>()
  const heroes = new Map<Id, Hero>()
  const bitsFor = ({ roles }: Holder) =>
    bitsOf(size, [ANYBODY, ATTESTED, ...roles, ...roles.map(held).filter((item) => policy.index.has(item))].map(at))
  const holdsOf = (holder: Holder) => {
    const bits = known.get(holder) ?? bitsFor(holder)
    known.set(holder, bits)
    return bits
  }
  const lent = (holder: Holder) => (layer === 'technical' ? reachedBy(holder) : undefined)
  return {
    layer,
    charter,
    policy,
    holders,
    assumed: roster === undefined ? ASSUMED : undefined,
    byName: new Map(holders.map((holder) => [holder.name, holder])),
    alone: new Map(),
    mostSets: options.budget,
    types: typesOf(holders, holdsOf, lent, (holder) => bitsOf(size, (holder.ending ?? []).map(at))),
    seated: bitsOf(
      size,
      [...charter.roles].filter(([, role]) => role.seats !== undefined).map(([id]) => at(id)),
    ),
    newAccounts: options.newAccounts ?? isOpen(charter),
    holdsOf,
    heroOf: (role) => {
      const hero = heroes.get(role) ?? heroOf(policy, at(role))
      heroes.set(role, hero)
      return hero
    },
  }
}

function isAbsent({ name, roles, isAbsent: away }: Holder, absent: readonly string[]): boolean {
  return away === true || absent.includes(name) || roles.some((role) => absent.includes(role))
}

function typesOf(
  holders: readonly Holder[],
  holdsOf: (holder: Holder) => Bits,
  reachedBy: (holder: Holder) => Bits | undefined,
  endingOf: (holder: Holder) => Bits,
): readonly HolderType[] {
  const types = new Map<string, Omit<HolderType, 'holders' | 'names'> & { readonly holders: Holder[] }>()
  for (const holder of holders) {
    const [holds, lent, ending] = [holdsOf(holder), reachedBy(holder), endingOf(holder)]
    const key = `${keyOf(holds)} ${lent === undefined ? '' : keyOf(lent)} ${keyOf(ending)}`
    const type = types.get(key) ?? { holds, reachedBy: lent, ending, holders: [] }
    type.holders.push(holder)
    types.set(key, type)
  }
  return [...types.values()].map((type) => ({ ...type, names: type.holders.map(({ name }) => name) }))
}

/** Rogues against everybody else. */
export interface Judged {
  /** undefined = somebody without any role. */
  readonly rogues: readonly (Holder | undefined)[]
  /** The first of them. */
  readonly rogue: Holder | undefined
  readonly game: Game
  readonly cast: Cast
  readonly judgement: Judgement
}

export function judgeOne(board: Board, rogue: Holder | undefined): Judged {
  return judgeTogether(board, [rogue])
}

/** Several rogues who act together against everybody else; undefined = somebody without any role. */
export function judgeTogether(board: Board, rogues: readonly (Holder | undefined)[], { termsRunOut = false } = {}): Judged {
  const { policy, seated, newAccounts } = board
  const known = new Set(rogues)
  const honest = board.types.flatMap((type) => {
    const names = type.holders.some((holder) => known.has(holder)) ? namesBut(type.holders, known) : type.names
    return names.length === 0 ? [] : [{ type, names }]
  })
  const game: Game = {
    policy,
    rogues: rogues.map((rogue) => (rogue === undefined ? bitsOf(policy.items.length, []) : board.holdsOf(rogue))),
    honest: honest.map(({ type: { holds, reachedBy, ending }, names }) => ({
      holds,
      count: names.length,
      ...(termsRunOut ? { lapses: ending } : {}),
      ...(reachedBy === undefined ? {} : { reachedBy }),
    })),
    newAccounts,
    seated,
  }
  const cast = { rogues: namesOfRogues(rogues), honest: honest.map(({ names }) => names) }
  return { rogues, rogue: rogues[0], game, cast, judgement: judge(game) }
}

function namesBut(holders: readonly Holder[], known: ReadonlySet<Holder | undefined>): readonly string[] {
  return holders.filter((holder) => !known.has(holder)).map(({ name }) => name)
}

/** A second one without any role is told apart by a number. */
function namesOfRogues(rogues: readonly (Holder | undefined)[]): readonly string[] {
  return rogues.map((rogue, at) => {
    if (rogue !== undefined) return rogue.name
    const before = rogues.slice(0, at).filter((one) => one === undefined).length
    return before === 0 ? SOMEBODY : `${SOMEBODY} ${before + 1}`
  })
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

/** The line of a role; what takes long (who can undo it, how soon, the steps) is worked out once somebody looks at it. */
function lineOf(
  board: Board,
  { rogue, game, cast, judgement }: Judged,
  afterTerms: (one: Judged) => Verdict,
): (role: Id, candidates: readonly Judged[]) => RoleSafety {
  const { policy } = game
  const undoBy = once(() =>
    judgement.verdict === 'restorable'
      ? [...board.charter.roles.keys()].filter((id) => undoesAlone(game, judgement, board.heroOf(id)))
      : [],
  )
  const sets = once(() => undoSets({ rogues: [rogue], rogue, game, cast, judgement }, board))
  const isSlow = board.layer === 'technical' || judgement.verdict === 'harmless'
  const blast = once(() => (isSlow ? [] : blastRadius(board.charter, game)))
  const proof = once(() => proofOf(game, judgement))
  const sureGame = () => (proof() === 'exact' ? unhindered(game) : game)
  const plan = once(() => (judgement.verdict === 'harmless' ? [] : planFor(sureGame(), cast, goalsOf(game, judgement))))
  return (role, candidates) => ({
    role,
    layer: board.layer,
    rogue: rogue?.name ?? SOMEBODY,
    verdict: judgement.verdict,
    get afterTerms() {
      return worstOf(candidates.map(afterTerms))
    },
    captures: namesOf(policy, judgement.captures),
    strips: namesOf(policy, judgement.strips),
    suspends: namesOf(policy, judgement.suspends),
    stuck: namesOf(policy, judgement.stuck),
    lost: namesOf(policy, judgement.lost.reduce(union, nothing(policy))),
    get undoBy() {
      return undoBy()
    },
    get undoSets() {
      return sets()
    },
    get blast() {
      return blast()
    },
    byAmendment: judgement.byAmendment,
    get plan() {
      return plan()
    },
    get proof() {
      return proof()
    },
  })
}

/** Judges again with all terms of the others run out, once for each; the verdict is what it was where nobody has a term. */
function afterTermsOf(board: Board): (one: Judged) => Verdict {
  const lapsing = board.types.some(({ ending }) => !isEmpty(ending))
  const known = new Map<Judged, Verdict>()
  return (one) => {
    if (!lapsing) return one.judgement.verdict
    const found = known.get(one) ?? judgeTogether(board, one.rogues, { termsRunOut: true }).judgement.verdict
    known.set(one, found)
    return found
  }
}

function worstOf(found: readonly Verdict[]): Verdict {
  return verdicts[Math.max(0, ...found.map((verdict) => verdicts.indexOf(verdict)))] ?? 'harmless'
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
