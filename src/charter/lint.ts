import { runChecks, type Check } from './check/sayer.ts'
import type { Finding } from './finding.ts'
import { automatic } from './lint/automatic.ts'
import { doors } from './lint/doors.ts'
import { founders } from './lint/founders.ts'
import { approvers, powers } from './lint/powers.ts'
import { grants } from './lint/grants.ts'
import { unused } from './lint/unused.ts'
import { charterWide } from './lint/wide.ts'
import { inOrder } from './problem.ts'
import type { CharterSource } from './source.ts'

const checks: readonly Check[] = [charterWide, doors, founders, powers, approvers, automatic, grants, unused]

/**
 * What a charter that can be read should still be asked about. Errors must be mended before the charter is adopted;
 * warnings and notes are for people. docs/spec/findings.md lists every code.
 */
export function lintCharter(source: CharterSource): readonly Finding[] {
  return inOrder([...source.findings, ...runChecks(checks, source.charter, (clause) => source.place(clause))])
}
