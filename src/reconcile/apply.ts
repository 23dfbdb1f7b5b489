import type { Result } from '../kernel/result.ts'
import type { Draft } from '../ledger/entry.ts'
import { confirmedDraft, failedDraft, settledDrift, taskDraft } from './effect-drafts.ts'
import type { PlannedLines } from './plan-document.ts'
import type { PlanLine } from './plan-value.ts'
import { shortfall } from './read-back.ts'
import { withRetry, type RetryLimits } from './retry.ts'
import { connect, type Attempt } from './send-lines.ts'
import type { ApplyNote, ObservedAccount, Target, TargetFailure } from './target.ts'

export interface ApplyDeps {
  /** Number of the plan's entry and where people can read it: the target's own log names both. */
  readonly note: ApplyNote
  /** Reads the named accounts back, by id. `readBackFrom` makes one from a target. */
  readonly read: (accounts: readonly string[]) => Promise<Result<ReadonlyMap<string, ObservedAccount>, TargetFailure>>
  /** Writes entries durably. Called once an account, awaited before the next. */
  readonly record: (drafts: readonly Draft[]) => Promise<void>
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Lines that an earlier, interrupted run of this plan already confirmed. `confirmedSince` makes one from the ledger. */
  readonly isDone?: (line: PlanLine) => boolean
  /** The open drift that a line reverts. */
  readonly driftOf?: (line: PlanLine) => number | undefined
  /** Accounts applied before they are read back together; 1 reads back each at once. Default 50, what one call of a wiki can read. */
  readonly batch?: number
  readonly retry?: RetryLimits
  /** Asked before each account: stop here. What was sent is still read back and recorded. */
  readonly stopping?: () => boolean
  readonly progress?: Progress
}

/** Told after each account, once what came of it is recorded. */
export type Progress = (done: number, total: number, lines: readonly LineOutcome[]) => void

export interface LineOutcome {
  readonly line: PlanLine
  /** Why it did not take effect; undefined = it did, or a person was asked. */
  readonly problem: string | undefined
}

export interface ApplyOutcome {
  readonly confirmed: number
  readonly failed: number
  /** Confirmed by an earlier run. */
  readonly skipped: number
  /** Handed to a person, on targets that nothing can be read back from. */
  readonly tasks: number
  /** Not attempted because the run stopped. */
  readonly left: number
  /** Why it stopped, or ended without knowing whether the connection holds: the target denies it, or does not answer. */
  readonly stopped: TargetFailure | undefined
}

/**
 * Carries out a plan: one account at a time, idempotent, with retries; what the target took is read back and compared, set and end, and only then
 * recorded as confirmed. A line that fails is recorded as failed and blocks no other. The run can be cut anywhere and started again.
 */
export async function applyPlan(plan: PlannedLines, target: Target, deps: ApplyDeps): Promise<ApplyOutcome> {
  const open = plan.lines.filter((line) => deps.isDone?.(line) !== true)
  const skipped = plan.lines.length - open.length
  const accounts = [...Map.groupBy(open, ({ key }) => key).values()]
  const connection = connect({ target, note: deps.note, sleep: deps.sleep, retry: deps.retry })
  const size = Math.max(1, deps.batch ?? 50)
  const total = { confirmed: 0, failed: 0, tasks: 0 }
  let attempted = 0
  let stopped: TargetFailure | undefined
  const isStopping = () => deps.stopping?.() === true
  for (let start = 0; start < accounts.length && stopped === undefined && !isStopping(); start += size) {
    const attempts: Attempt[] = []
    for (const lines of accounts.slice(start, start + size))
      if (connection.broken() === undefined && !isStopping()) attempts.push(await connection.send(lines))
    const checked = await check(attempts, target, deps)
    stopped = connection.broken() ?? checked.unreadable
    for (const { lines, problems } of checked.accounts) {
      await deps.record(lines.map((line) => outcomeOf(plan.target, line, problems.get(line), target, deps)).flat())
      attempted += lines.length
      total.failed += problems.size
      total[target.capabilities.readBack ? 'confirmed' : 'tasks'] += lines.length - problems.size
      deps.progress?.(
        skipped + attempted,
        plan.lines.length,
        lines.map((line) => ({ line, problem: problems.get(line) })),
      )
    }
  }
  return { ...total, skipped, left: open.length - attempted, stopped: stopped ?? connection.lastDenial() }
}

interface Checked {
  readonly lines: readonly PlanLine[]
  /** Lines that did not take effect, with why. */
  readonly problems: ReadonlyMap<PlanLine, string>
}

/** Reads the accounts back. Lines whose call failed are compared too: a call may have worked although its answer was lost. */
async function check(
  attempts: readonly Attempt[],
  target: Target,
  deps: ApplyDeps,
): Promise<{ readonly accounts: readonly Checked[]; readonly unreadable: TargetFailure | undefined }> {
  const { readBack, expiry } = target.capabilities
  const ids = attempts.flatMap(({ lines }) => lines.slice(0, 1).map(({ account }) => account.id))
  const answer = readBack ? await withRetry(() => deps.read(ids), deps.sleep, deps.retry) : undefined
  const accounts = attempts.map(({ lines, problems }) => {
    const checked = lines.flatMap((line): readonly (readonly [PlanLine, string])[] => {
      const failure = problems.get(line)
      const short =
        answer === undefined
          ? undefined
          : answer.ok
            ? shortfall(line, answer.value.get(line.account.id), expiry)
            : `could not be read back: ${sentence(answer.error)}`
      if (short === undefined && (readBack || failure === undefined)) return []
      return [[line, failure === undefined ? (short ?? '') : sentence(failure)]]
    })
    return { lines, problems: new Map(checked) }
  })
  return { accounts, unreadable: answer?.ok === false ? answer.error : undefined }
}

function outcomeOf(target: string, line: PlanLine, problem: string | undefined, port: Target, deps: ApplyDeps): readonly Draft[] {
  if (problem !== undefined) return [failedDraft(target, line, deps.note.plan, problem)]
  if (!port.capabilities.readBack) return [taskDraft(target, line)]
  const drift = deps.driftOf?.(line)
  const confirmed = confirmedDraft(target, line, deps.note.plan, port.capabilities.expiry)
  return drift === undefined ? [confirmed] : [confirmed, settledDrift(drift, 'reverted')]
}

function sentence({ code, message }: TargetFailure): string {
  return `${message} (${code})`
}
