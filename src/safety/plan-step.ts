import type { Clause } from '../charter/model.ts'
import type { Item } from './item.ts'
import type { SafetyRule } from './rule.ts'

/** One step of an attack: who adds or removes what, to whom, by which clause. Replayable (`replay`). */
export interface PlanStep {
  readonly effect: 'add' | 'remove'
  readonly door: SafetyRule['door']
  readonly clause: Clause
  /** undefined = nobody acts, the charter gives it by itself. */
  readonly actor: string | undefined
  readonly subjects: readonly string[]
  readonly items: readonly Item[]
  readonly approvers: readonly string[]
  /** The actor is honest: the adversary acts with their account. */
  readonly borrowed?: true
}

/** Neighbouring steps that differ in the item alone are one step. */
export function merged(moves: readonly PlanStep[]): readonly PlanStep[] {
  const steps: PlanStep[] = []
  for (const move of moves) {
    const last = steps.at(-1)
    const same =
      last !== undefined &&
      last.clause === move.clause &&
      last.effect === move.effect &&
      last.actor === move.actor &&
      sameList(last.subjects, move.subjects) &&
      sameList(last.approvers, move.approvers)
    if (same) steps[steps.length - 1] = { ...last, items: [...last.items, ...move.items] }
    else steps.push(move)
  }
  return steps
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one, at) => one === right[at])
}
