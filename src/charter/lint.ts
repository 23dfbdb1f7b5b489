import { runChecks, type Check } from './check/sayer.ts'
import type { Finding } from './finding.ts'
import { automatic } from './lint/automatic.ts'
import { doors } from './lint/doors.ts'
import { founders } from './lint/founders.ts'
import { approvers, powers } from './lint/powers.ts'
import { withMeant } from './lint/meant.ts'
import { askedOfMembers } from './lint/members.ts'
import { grants } from './lint/grants.ts'
import { groups } from './lint/groups.ts'
import { reachOfRights } from './lint/reach.ts'
import { reasons } from './lint/reasons.ts'
import { sensitive } from './lint/sensitive.ts'
import { terms } from './lint/terms.ts'
import { unused } from './lint/unused.ts'
import { charterWide } from './lint/wide.ts'
import { wikiGroups } from './lint/wiki-groups.ts'
import { wikiRights } from './lint/wiki-rights.ts'
import { inOrder } from './problem.ts'
import type { CharterSource } from './source.ts'

const checks: readonly Check[] = [
  charterWide,
  doors,
  founders,
  powers,
  approvers,
  automatic,
  sensitive,
  grants,
  groups,
  wikiGroups,
  wikiRights,
  reachOfRights,
  reasons,
  terms,
  unused,
]

/**
 * What a charter that can be read should still be asked about. Errors must be mended before the charter is adopted;
 * warnings and notes are for people, who may answer in `meant`. docs/spec/lint.md lists every code.
 */
export function lintCharter(source: CharterSource): readonly Finding[] {
  const findings = inOrder([...source.findings, ...runChecks(checks, source.charter, (clause) => source.place(clause))])
  return withMeant(source, findings, (code) => code !== askedOfMembers)
}
