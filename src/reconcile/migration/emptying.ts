import type { Charter, Id } from '../../charter/model.ts'
import type { GuardName } from '../guard.ts'
import type { Plan, PlanLine } from '../plan-value.ts'
import { inOrder } from '../plan.ts'
import type { Observed } from '../target.ts'
import type { MappedAccount } from './mapping.ts'
import { EMPTIED } from './proof.ts'

/**
 * Guards against emptying a group by mistake. Here the charter itself says that the group shall be empty, and everybody's successor roles were
 * read back before; those on how many people a run changes, on Writ's own account and on whoever could repair stay.
 */
export const NOT_GUARDED: ReadonlySet<GuardName> = new Set(['removal-share', 'group-share', 'person', 'empties-group'])

export interface EmptyingInput {
  readonly charter: Charter
  readonly target: Id
  readonly mapping: readonly MappedAccount[]
  readonly observed: Observed
  readonly revision: string
}

/** Takes people out of groups that are to be gone: of each person only when all that they get instead stands. */
export function emptyingPlan({ charter, target, mapping, observed, revision }: EmptyingInput): Plan {
  const lines: PlanLine[] = []
  for (const { account, rows } of mapping) {
    if (rows.some(({ kind }) => kind === 'office-without-group' || kind === 'given')) continue
    for (const row of rows.filter(({ kind }) => EMPTIED.has(kind)))
      for (const group of row.groups) {
        const before = observed.accounts.get(account.id)?.memberships.get(group)
        if (before === undefined) continue
        const declared = charter.groups.get(target)?.get(group)
        lines.push({
          key: `${target}:${account.id}`,
          account,
          change: { kind: 'remove', group },
          before,
          cause: 'charter-changed',
          because: {
            grant: undefined,
            role: row.roles[0],
            clause: declared === undefined ? `targets.${target}` : `groups.${target}.${group}.abolished`,
            text: `migration: ${row.evidence.join('; ')}`,
          },
        })
      }
  }
  let memberships = 0
  for (const account of observed.accounts.values()) memberships += account.memberships.size
  return {
    target,
    urgency: 'routine',
    revision,
    lines: inOrder(lines),
    drift: [],
    gone: [],
    settled: [],
    skipped: [],
    issues: [],
    counts: {
      accounts: observed.accounts.size,
      memberships,
      matching: memberships - lines.length,
      known: 0,
      vanished: 0,
      untouched: { unmanagedGroup: 0, unmanagedAccount: 0, notGiven: 0, released: 0, notAdopted: 0, left: 0, openDrift: 0 },
    },
  }
}
