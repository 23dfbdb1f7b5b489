import type { Code } from '../codes.ts'
import type { Finding, Place } from '../finding.ts'
import type { Charter, Clause } from '../model.ts'
import { problem } from '../problem.ts'

/** What a check of a charter in normal form is given: the charter, and how to say something about a clause of it. */
export interface Checking {
  readonly charter: Charter
  readonly say: (code: Code, clause: Clause, message: string, remedy: string) => void
}

export type Check = (checking: Checking) => void

/** Runs the checks and puts what they say in its place. */
export function runChecks(checks: readonly Check[], charter: Charter, place: (clause: Clause) => Place): Finding[] {
  const findings: Finding[] = []
  const checking: Checking = {
    charter,
    say: (code, clause, message, remedy) => {
      findings.push({ ...problem(code, place(clause), message, remedy), clause })
    },
  }
  for (const check of checks) check(checking)
  return findings
}
