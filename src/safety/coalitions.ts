import { takenBy, gainedBy } from './adversary.ts'
import type { Board } from './board.ts'
import { bitsOf, common, hasBit, isEmpty, meets, members, union, without, type Bits } from './bits.ts'
import { powerOver } from './fixpoint.ts'
import { nothing, type Game } from './game.ts'
import { rogueHolder, type Holder } from './holders.ts'
import type { Item } from './item.ts'
import { multisets } from './multisets.ts'
import { plannerFor } from './plan.ts'
import type { PlanStep } from './plan-step.ts'
import { unhindered, type ReachProof } from './proof.ts'
import type { Break, Effort } from './resistance.ts'

/**
 * A smallest coalition for a goal. *gain*: an account of theirs comes to hold what it did not; *seize*: all others lose it, and they hold it;
 * *irreversible*: they do what the honest rest cannot undo.
 */
export interface Coalition {
  readonly goal: 'gain' | 'seize' | 'irreversible'
  /** The role, or the group that no role gives; undefined for `irreversible`. */
  readonly item: Item | undefined
  /** What each account holds; empty for somebody without any role. */
  readonly members: readonly (readonly string[])[]
  /** What its accounts are called in the plan. */
  readonly names: readonly string[]
  /** Whether they can for certain; that nobody less can is proved in either case. */
  readonly proof: ReachProof
  /** Step by step; worked out when it is asked for. */
  readonly plan: () => readonly PlanStep[]
}

export interface Coalitions {
  readonly found: readonly Coalition[]
  /** All coalitions of up to so many accounts were tried. */
  readonly complete: number
  /** The budget ended first: what larger ones can do is unknown. */
  readonly exhausted: boolean
}

interface Reached {
  readonly gained: Bits
  readonly seized: Bits
}

interface Found {
  readonly goal: 'gain' | 'seize'
  readonly item: number
  readonly chosen: readonly number[]
}

/**
 * The inclusion-minimal coalitions of holders of one role each. What a coalition reaches only grows with it, so whatever contains a found one is
 * skipped; where no rule asks for a second account, two reach what each reaches.
 */
export function smallestCoalitions(board: Board, broken: readonly Break[], { largest, budget, onJudged }: Effort): Coalitions {
  const { policy } = board
  const roles = [...board.charter.roles.keys()]
  const copies = roles.map((role) => Math.min(largest, board.holders.filter((holder) => holder.roles.includes(role)).length))
  const acting = actingBits(board)
  const useful = roles.map((role, at) => (meets(acting, board.holdsOf(rogueHolder(board.charter, role, 1))) ? (copies[at] ?? 0) : 0))
  const size = needsOthers(board) ? largest : 1
  const found: Found[] = []
  const invented = new Map<string, Holder>()
  const roguesOf = (chosen: readonly number[]) =>
    chosen.map((role, at) => {
      const nth = 1 + chosen.slice(0, at).filter((other) => other === role).length
      const key = `${role} ${nth}`
      const holder = invented.get(key) ?? rogueHolder(board.charter, roles[role] ?? '', nth)
      invented.set(key, holder)
      return holder
    })
  const planners = new Map<string, ReturnType<typeof plannerFor>>()
  // what every coalition of one account less reaches is nothing new
  let smaller = new Map<string, Reached>([['', { gained: nothing(policy), seized: nothing(policy) }]])
  let [tried, complete, exhausted] = [0, 0, false]
  for (let count = 1; count <= size && !exhausted; count += 1) {
    const reached = new Map<string, Reached>()
    for (const chosen of multisets(useful, count)) {
      if (count > 1 && tried >= budget) {
        exhausted = true
        break
      }
      onJudged?.()
      tried += 1
      const now = reachOf(gameOf(board, roguesOf(chosen)))
      const parts = chosen.flatMap((_, at) => smaller.get(chosen.toSpliced(at, 1).join()) ?? [])
      for (const goal of ['gained', 'seized'] as const) {
        const known = parts.reduce((all, part) => union(all, part[goal]), nothing(policy))
        for (const item of members(without(now[goal], known))) found.push({ goal: goal === 'gained' ? 'gain' : 'seize', item, chosen })
      }
      reached.set(chosen.join(), now)
    }
    complete = exhausted ? complete : count
    smaller = reached
  }
  // the same without what something that must not be held could keep from them
  const surely = new Map<string, Reached>()
  const proofFor = ({ goal, item, chosen }: Found): ReachProof => {
    if (policy.unhindered === policy.attack) return 'exact'
    const key = chosen.join()
    const game = gameOf(board, roguesOf(chosen))
    const sure = surely.get(key) ?? reachOf(unhindered(game))
    surely.set(key, sure)
    return hasBit(goal === 'gain' ? sure.gained : sure.seized, item) ? 'exact' : 'over-approximated'
  }
  const planFor = ({ goal, item, chosen }: Found) => {
    const proof = proofFor({ goal, item, chosen })
    const key = `${proof} ${chosen.join()}`
    const rogues = roguesOf(chosen)
    const all = gameOf(board, rogues)
    const game = proof === 'exact' ? unhindered(all) : all
    const planner =
      planners.get(key) ?? plannerFor(game, { rogues: rogues.map(({ name }) => name), honest: board.types.map((type) => type.names) })
    planners.set(key, planner)
    const one = bitsOf(policy.items.length, [item])
    const held = game.rogues.some((own) => hasBit(own, item))
    return planner({ captures: goal === 'gain' || !held ? one : nothing(policy), strips: goal === 'seize' ? one : nothing(policy) })
  }
  const inOrder = found.toSorted((left, right) => left.item - right.item || (left.goal === right.goal ? 0 : left.goal === 'gain' ? -1 : 1))
  const listed = inOrder.map((one): Coalition => ({
    goal: one.goal,
    item: policy.items[one.item] ?? '',
    members: one.chosen.map((role) => [roles[role] ?? '']),
    names: roguesOf(one.chosen).map(({ name }) => name),
    proof: proofFor(one),
    plan: () => planFor(one),
  }))
  const irreversible = broken.map((one): Coalition => ({
    goal: 'irreversible',
    item: undefined,
    members: one.members,
    names: one.names,
    proof: one.proof,
    plan: () => one.plan,
  }))
  return { found: [...listed, ...irreversible], complete: size < largest && complete === size ? largest : complete, exhausted }
}

/** Everything that any attack rule looks at in whoever acts or approves. */
function actingBits({ policy }: Board): Bits {
  return policy.attack.reduce((all, { watches }) => union(all, watches), nothing(policy))
}

/** Whether any attack rule asks for more than one account, or for what another rule gives. */
function needsOthers({ policy }: Board): boolean {
  return policy.attack.some((rule) => rule.approvals.length > 0 || !isEmpty(common(rule.needs, policy.changeable)))
}

/** The coalition against all holders there are: its members are further accounts, each with one role. */
function gameOf(board: Board, rogues: readonly Holder[]): Game {
  return {
    policy: board.policy,
    rogues: rogues.map((holder) => board.holdsOf(holder)),
    honest: board.types.map(({ holds, names, reachedBy }) => ({
      holds,
      count: names.length,
      ...(reachedBy === undefined ? {} : { reachedBy }),
    })),
    newAccounts: board.newAccounts,
    seated: board.seated,
  }
}

function reachOf(game: Game): Reached {
  const { policy } = game
  const { parties, holds, own } = takenBy(game)
  const gained = gainedBy(policy, parties.slice(0, own), holds.slice(0, own))
  const stripped = powerOver(policy.attack, 'remove', parties, holds, policy.items.length)
  return { gained, seized: common(common(stripped, policy.changeable), game.rogues.reduce(union, gained)) }
}
