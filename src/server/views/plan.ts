import { describeLine } from '../../reconcile/describe-plan.ts'
import type { GuardVerdict } from '../../reconcile/guard.ts'
import type { PlanAnswer, StoredPlan } from '../../workflow/plan-target.ts'
import { isoOrNull } from './json-shapes.ts'

/**
 * The documented shape of `plan --json` and `apply --json`. What says that a condition holds may be private: only whoever runs Writ is told (`evidence`).
 */
export function planJson(
  target: string,
  { mode, observation, urgent, routine }: PlanAnswer,
  { evidence = false }: { readonly evidence?: boolean } = {},
): object {
  const { plan, verdicts, attribution, trusted } = observation
  return {
    target,
    mode,
    revision: plan.revision,
    trusted,
    lines: plan.lines.map((line) => ({
      account: line.account,
      key: line.key,
      change: line.change.kind,
      group: line.change.group,
      until: line.change.kind === 'remove' ? null : isoOrNull(line.change.until),
      cause: line.cause,
      because: line.because,
      conditions: observation.checksBehind(line).map(({ clause, condition, text, truth, ...told }) => ({
        clause,
        condition,
        text,
        holds: truth === 'unknown' ? null : truth,
        ...(evidence ? told : {}),
      })),
      text: describeLine(line),
    })),
    drift: attribution.drift.map(({ key, account, group, change, policy, by, at }) => ({
      key,
      account,
      group,
      change,
      policy,
      by: by ?? null,
      at: isoOrNull(at),
    })),
    guards: verdicts.map(({ guard, overridable, found, limit, text }: GuardVerdict) => ({ guard, overridable, found, limit, text })),
    skipped: plan.skipped,
    issues: plan.issues,
    counts: plan.counts,
    plans: [urgent, routine].flatMap((one: StoredPlan | undefined) =>
      one === undefined ? [] : [{ entry: one.entry, hash: one.hash, urgency: one.plan.urgency, stopped: one.verdicts.length > 0 }],
    ),
  }
}
