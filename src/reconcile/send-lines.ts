import type { Result } from '../kernel/result.ts'
import type { PlanLine } from './plan-value.ts'
import { isPassing, withRetry, type RetryLimits } from './retry.ts'
import type { ApplyNote, Target, TargetFailure } from './target.ts'

/** The lines of one account and why some of them were not taken. */
export interface Attempt {
  readonly lines: readonly PlanLine[]
  readonly problems: ReadonlyMap<PlanLine, TargetFailure>
}

export interface Sending {
  readonly target: Target
  readonly note: ApplyNote
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly retry: RetryLimits | undefined
}

/** One run's connection to a target. */
export interface Connection {
  send(lines: readonly PlanLine[]): Promise<Attempt>
  /** Why the run should end: the target denies everything, or does not answer any more. */
  broken(): TargetFailure | undefined
  /** The last answer was a denial: nothing tells whether the connection still holds. */
  lastDenial(): TargetFailure | undefined
}

const UNANSWERED_IN_A_ROW = 3
/** One denial may concern one group alone; a second one with nothing taken in between is the credential. */
const DENIED_IN_A_ROW = 2

export function connect(sending: Sending): Connection {
  const deniedGroups = new Map<string, TargetFailure>()
  let unanswered = 0
  let denied = 0
  let last: TargetFailure | undefined

  async function call(lines: readonly PlanLine[]): Promise<Result<void, TargetFailure>> {
    const { target, note, sleep, retry } = sending
    const [first] = lines as readonly [PlanLine]
    const answer = await withRetry(
      () =>
        target.apply(
          first.account,
          lines.map(({ change }) => change),
          note,
        ),
      sleep,
      retry,
    )
    last = answer.ok ? undefined : answer.error
    unanswered = last !== undefined && isPassing(last) ? unanswered + 1 : 0
    if (answer.ok) denied = 0
    return answer
  }

  function deny(line: PlanLine, failure: TargetFailure): void {
    denied += 1
    deniedGroups.set(line.change.group, failure)
  }

  /** All changes of an account in one call; if the target does not take them together, one by one, so that the good ones still happen. */
  async function send(lines: readonly PlanLine[]): Promise<Attempt> {
    const problems = new Map<PlanLine, TargetFailure>()
    const open = lines.filter((line) => {
      const failure = deniedGroups.get(line.change.group)
      if (failure !== undefined) problems.set(line, failure)
      return failure === undefined
    })
    const [first] = open
    if (first === undefined) return { lines, problems }
    const together = await call(open)
    if (together.ok) return { lines, problems }
    if (open.length === 1 || isPassing(together.error)) {
      for (const line of open) problems.set(line, together.error)
      if (together.error.kind === 'denied') deny(first, together.error)
      return { lines, problems }
    }
    for (const line of open) {
      const alone = denied < DENIED_IN_A_ROW ? await call([line]) : together
      if (alone.ok) continue
      problems.set(line, alone.error)
      if (alone.error.kind === 'denied') deny(line, alone.error)
    }
    return { lines, problems }
  }

  const lastDenial = () => (last?.kind === 'denied' ? last : undefined)
  return { send, lastDenial, broken: () => (denied >= DENIED_IN_A_ROW || unanswered >= UNANSWERED_IN_A_ROW ? last : undefined) }
}
