import type { Charter } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { analyseRoles, type RoleSafety, type SafetyOptions } from './analyse.ts'

/** How far a figure was proved: `exact`, or a bound where the budget ended. */
export type Proof = 'exact' | 'at-least'

/** Everything that one charter and its holders say about who could seize control and who could undo it. */
export interface FullReport {
  /** The largest k for which every k accounts together are harmless or can be undone from inside: membership alone. */
  readonly resistance: number
  readonly resistanceProof: Proof
  /** One row a role and layer, in the charter's order; the last of a layer is `registered`, somebody without any role. */
  readonly rows: readonly RoleSafety[]
  /** What was assumed for want of a roster. */
  readonly assumed: string | undefined
}

export function reportSafety(charter: Charter, roster: Roster | undefined, options: SafetyOptions = {}): FullReport {
  const membership = analyseRoles(charter, roster, options)
  const technical = analyseRoles(charter, roster, options, 'technical')
  return {
    resistance: membership.survivesOne ? 1 : 0,
    resistanceProof: membership.survivesOne ? 'at-least' : 'exact',
    rows: [membership, technical].flatMap(({ roles, newcomer }) => [...roles, newcomer]),
    assumed: membership.assumed,
  }
}
