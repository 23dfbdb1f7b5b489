import type { GuardVerdict } from '../guard.ts'
import type { Plan, PlanLine } from '../plan-value.ts'

/**
 * The part of a plan that one run may carry out: whole accounts, in order, as many as the guards let pass together. A migration concerns nearly
 * everybody, whoever could approve it too; so it goes on in runs that people look at in between, none larger than any run may be.
 * undefined = not even one account.
 */
export function withinGuards(plan: Plan, judged: (part: Plan) => readonly GuardVerdict[]): Plan | undefined {
  let part: Plan = { ...plan, lines: [] }
  for (const lines of Map.groupBy(plan.lines, ({ key }: PlanLine) => key).values()) {
    const larger = { ...part, lines: [...part.lines, ...lines] }
    const verdicts = judged(larger)
    if (verdicts.length === 0) part = larger
    else if (verdicts.some(({ guard }) => guard === 'people')) break
  }
  return part.lines.length === 0 ? undefined : part
}
