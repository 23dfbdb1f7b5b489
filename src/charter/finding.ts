/** Where something stands in a charter's source. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

export type Severity = 'error' | 'warning' | 'note'

/** One thing that `writ check` says. Codes are stable and listed in docs/spec/findings.md and docs/spec/lint.md. */
export interface Finding extends Place {
  readonly code: string
  readonly severity: Severity
  /** Lower case, no final stop, user input in backticks. */
  readonly message: string
  /** What to do. */
  readonly remedy: string
  /** The clause it is about, where the charter could be read; `meant` names it by this. */
  readonly clause?: string
  /** Why the charter says that it is meant to be so (`meant`). */
  readonly meant?: string
}
