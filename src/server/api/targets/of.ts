import { err, ok, type Result } from '../../../kernel/result.ts'
import type { TargetFailure } from '../../../reconcile/target.ts'
import type { Refusal } from '../route.ts'

/** A target that could not be read or did not answer: nothing was concluded from it. */
export function failure({ code, message }: TargetFailure): Refusal {
  return { code: 'target-failed', detail: `${message} (${code})` }
}

/** That the charter has the target. */
export function targetOf(charter: { readonly targets: ReadonlyMap<string, unknown> }, target: string): Result<string, Refusal> {
  return charter.targets.has(target) ? ok(target) : err({ code: 'not-found', detail: 'the charter has no target of this name' })
}
