import type { Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { keyOf } from './bits.ts'
import { setUp, type Board, type Layer, type SafetyOptions } from './board.ts'
import { namesOf } from './game.ts'
import type { Holder } from './holders.ts'
import { judgeOne, roguesOf, type Judged } from './judged.ts'
import { afterTermsOf, lineOf, type RoleSafety } from './role-safety.ts'
import { verdicts } from './undo.ts'

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

function badness({ judgement, game }: Judged): number {
  return (
    verdicts.indexOf(judgement.verdict) * 1e6 +
    namesOf(game.policy, judgement.captures).length +
    namesOf(game.policy, judgement.strips).length
  )
}
