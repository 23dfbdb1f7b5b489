import type { Roster, RosterRole } from '../charter/roster.ts'
import { isRunning } from '../decide/holding.ts'
import type { Known } from '../decide/question.ts'
import type { SubjectId } from '../ledger/entry.ts'

/**
 * Who holds what now, as the ledger says: grants that have begun and have neither ended, run out nor been paused, of people neither departed nor
 * suspended. Dormant roles count as held. People whose handle was erased go by their opaque id.
 */
export function liveRoster({ state, now }: Pick<Known, 'state' | 'now'>): Roster {
  const roles = new Map<SubjectId, RosterRole[]>()
  for (const grant of state.runningGrants()) {
    if (!isRunning(grant, now) || grant.paused) continue
    if (state.person(grant.subject)?.departed !== undefined || state.suspensionOf(grant.subject) !== undefined) continue
    const own = roles.get(grant.subject) ?? []
    own.push({ role: grant.role, from: undefined, until: undefined })
    roles.set(grant.subject, own)
  }
  return {
    people: [...roles].map(([subject, held]) => ({
      handle: state.person(subject)?.handle ?? subject,
      accounts: [],
      roles: held,
      facts: new Map(),
    })),
  }
}
