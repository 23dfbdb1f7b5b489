import type { Id } from '../charter/model.ts'
import { bitsOf, keyOf } from './bits.ts'
import type { Board } from './board.ts'
import type { Game } from './game.ts'
import type { Holder } from './holders.ts'
import type { Cast } from './lent-accounts.ts'
import { judge, type Judgement } from './undo.ts'

/** Whoever has an account and no role. */
export const SOMEBODY = 'somebody'

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
