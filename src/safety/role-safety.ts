import type { Id } from '../charter/model.ts'
import { blastRadius, type Blast } from './blast.ts'
import { isEmpty, union } from './bits.ts'
import type { Board, Layer } from './board.ts'
import { namesOf, nothing } from './game.ts'
import type { Item } from './item.ts'
import { goalsOf } from './goals.ts'
import { judgeTogether, SOMEBODY, type Judged } from './judged.ts'
import { planFor } from './plan.ts'
import type { PlanStep } from './plan-step.ts'
import { proofOf, unhindered, type ReachProof } from './proof.ts'
import { undoSets, type UndoSets } from './undo-sets.ts'
import { undoesAlone, verdicts, type Verdict } from './undo.ts'

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

/** The line of a role; what takes long (who can undo it, how soon, the steps) is worked out once somebody looks at it. */
export function lineOf(
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
export function afterTermsOf(board: Board): (one: Judged) => Verdict {
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
