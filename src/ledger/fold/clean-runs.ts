import { instant, type Instant } from '../../kernel/instant.ts'

/** How a target has run since a charter or a mode changed what it gets. */
export interface CleanRuns {
  /** The entry of that change. */
  readonly since: number
  /** Clean runs in a row until now, and the most there were in a row. */
  readonly row: number
  readonly most: number
  /** Whether the last run is in `row`, or was judged and is not. */
  readonly judged: boolean
  readonly lastAt: Instant
  /** The entry in which a person said that the target works. */
  readonly confirmed: number | undefined
}

/** Readings less than a minute apart belong to one run. */
const RUNS_APART = 60_000

export function runsSince(since: number): CleanRuns {
  return { since, row: 0, most: 0, judged: true, lastAt: instant(0), confirmed: undefined }
}

/** A complete reading that was believed: clean unless more is heard of it. */
export function afterReading(runs: CleanRuns, at: Instant): CleanRuns {
  return at - runs.lastAt < RUNS_APART ? runs : counted({ ...runs, lastAt: at })
}

/** There is something to do: the run is clean once that is done. */
export function afterPlan(runs: CleanRuns): CleanRuns {
  return runs.judged && runs.row > 0 ? { ...runs, row: runs.row - 1, judged: false } : runs
}

/** What was to be done took effect. */
export function afterSuccess(runs: CleanRuns): CleanRuns {
  return runs.judged ? runs : counted(runs)
}

/** A guard stopped it, or something did not take effect. */
export function afterTrouble(runs: CleanRuns): CleanRuns {
  return { ...runs, row: 0, judged: true }
}

function counted(runs: CleanRuns): CleanRuns {
  const row = runs.row + 1
  return { ...runs, row, most: Math.max(row, runs.most), judged: true }
}
