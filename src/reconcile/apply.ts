import type { Result } from '../kernel/result.ts'
import type { Draft } from '../ledger/entry.ts'
import { confirmedDraft, failedDraft, settledDrift, taskDraft } from './effect-drafts.ts'
import type { PlannedLines } from './plan-document.ts'
import type { PlanLine } from './plan-value.ts'
import { shortfall } from './read-back.ts'
import { isPassing, withRetry, type RetryLimits } from './retry.ts'
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
  readonly progress?: (done: number, total: number) => void
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
  /** Why it stopped before the end: the target denies the connection, or does not answer. */
  readonly stopped: TargetFailure | undefined
}

/** So many accounts in a row that the target did not answer for end the run. */
const UNANSWERED_IN_A_ROW = 3

/**
 * Carries out a plan: one account at a time, idempotent, with retries; what the target took is read back and compared, set and end, and only then
 * recorded as confirmed. A line that fails is recorded as failed and blocks no other. The run can be cut anywhere and started again.
 */
export async function applyPlan(plan: PlannedLines, target: Target, deps: ApplyDeps): Promise<ApplyOutcome> {
  const done = plan.lines.filter((line) => deps.isDone?.(line) === true)
  const accounts = byAccount(plan.lines.filter((line) => deps.isDone?.(line) !== true))
  const size = Math.max(1, deps.batch ?? 50)
  const total = { confirmed: 0, failed: 0, tasks: 0, attempted: 0 }
  let stopped: TargetFailure | undefined
  for (let start = 0; start < accounts.length && stopped === undefined; start += size) {
    const run = await applyBatch(accounts.slice(start, start + size), target, deps)
    const checked = await checkBatch(run.attempted, target, deps)
    stopped = run.stopped ?? checked.stopped
    for (const { lines, problems } of checked.attempts) {
      const failed = lines.filter((line) => problems.has(line))
      await deps.record(lines.flatMap((line) => draftsOf(plan.target, line, problems.get(line), target, deps)))
      total.attempted += lines.length
      total.failed += failed.length
      total[target.capabilities.readBack ? 'confirmed' : 'tasks'] += lines.length - failed.length
      deps.progress?.(done.length + total.attempted, plan.lines.length)
    }
  }
  const { attempted, ...counted } = total
  return { ...counted, skipped: done.length, left: plan.lines.length - done.length - attempted, stopped }
}

/** The lines of one account and, as far as known, why some of them did not take effect. */
interface Attempt {
  readonly lines: readonly PlanLine[]
  readonly problems: ReadonlyMap<PlanLine, string>
}

function byAccount(lines: readonly PlanLine[]): readonly (readonly PlanLine[])[] {
  return [...Map.groupBy(lines, ({ key }) => key).values()]
}

async function applyBatch(
  accounts: readonly (readonly PlanLine[])[],
  target: Target,
  deps: ApplyDeps,
): Promise<{ readonly attempted: readonly Attempt[]; readonly stopped: TargetFailure | undefined }> {
  const attempted: Attempt[] = []
  let unanswered = 0
  for (const lines of accounts) {
    const { problems, last } = await applyAccount(lines, target, deps)
    attempted.push({ lines, problems })
    unanswered = last !== undefined && isPassing(last) ? unanswered + 1 : 0
    if (last?.kind === 'denied' || unanswered >= UNANSWERED_IN_A_ROW) return { attempted, stopped: last }
  }
  return { attempted, stopped: undefined }
}

/** All changes of an account in one call; if the target refuses them together, one by one, so that the good ones still happen. */
async function applyAccount(
  lines: readonly PlanLine[],
  target: Target,
  deps: ApplyDeps,
): Promise<{ readonly problems: ReadonlyMap<PlanLine, string>; readonly last: TargetFailure | undefined }> {
  const [first] = lines
  const problems = new Map<PlanLine, string>()
  if (first === undefined) return { problems, last: undefined }
  const send = (some: readonly PlanLine[]) =>
    withRetry(() => target.apply(first.account, some.map(({ change }) => change), deps.note), deps.sleep, deps.retry)
  const together = await send(lines)
  if (together.ok) return { problems, last: undefined }
  if (lines.length === 1 || isPassing(together.error) || together.error.kind === 'denied') {
    for (const line of lines) problems.set(line, sentence(together.error))
    return { problems, last: together.error }
  }
  for (const line of lines) {
    const alone = await send([line])
    if (alone.ok) continue
    problems.set(line, sentence(alone.error))
    if (alone.error.kind === 'denied') {
      for (const other of lines.slice(lines.indexOf(line) + 1)) problems.set(other, sentence(alone.error))
      return { problems, last: alone.error }
    }
  }
  return { problems, last: undefined }
}

/** Reads the accounts back. Lines whose call failed are compared too: a call may have worked although its answer was lost. */
async function checkBatch(
  attempts: readonly Attempt[],
  target: Target,
  deps: ApplyDeps,
): Promise<{ readonly attempts: readonly Attempt[]; readonly stopped: TargetFailure | undefined }> {
  if (!target.capabilities.readBack) return { attempts, stopped: undefined }
  const ids = attempts.flatMap(({ lines }) => lines.slice(0, 1).map(({ account }) => account.id))
  const answer = await withRetry(() => deps.read(ids), deps.sleep, deps.retry)
  const checked = attempts.map(({ lines, problems }) => {
    const short = lines.flatMap((line): readonly (readonly [PlanLine, string])[] => {
      if (!answer.ok) return [[line, problems.get(line) ?? `could not be read back: ${sentence(answer.error)}`]]
      const lacking = shortfall(line, answer.value.get(line.account.id), target.capabilities.expiry)
      return lacking === undefined ? [] : [[line, problems.get(line) ?? lacking]]
    })
    return { lines, problems: new Map(short) }
  })
  return { attempts: checked, stopped: answer.ok ? undefined : answer.error }
}

function draftsOf(target: string, line: PlanLine, problem: string | undefined, port: Target, deps: ApplyDeps): readonly Draft[] {
  if (problem !== undefined) return [failedDraft(target, line, deps.note.plan, problem)]
  if (!port.capabilities.readBack) return [taskDraft(target, line)]
  const drift = deps.driftOf?.(line)
  const confirmed = confirmedDraft(target, line, deps.note.plan, port.capabilities.expiry)
  return drift === undefined ? [confirmed] : [confirmed, settledDrift(drift, 'reverted')]
}

function sentence({ code, message }: TargetFailure): string {
  return `${message} (${code})`
}
