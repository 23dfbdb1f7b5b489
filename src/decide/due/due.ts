import { accounts } from './accounts.ts'
import { activations } from './activations.ts'
import { amendments } from './amendments.ts'
import { automatic } from './automatic.ts'
import { conditions } from './conditions.ts'
import { dependents } from './dependents.ts'
import type { Duty, DutyRule, KnownForDue } from './duty.ts'
import { expiry } from './expiry.ts'
import { followUps } from './follow-ups.ts'
import { inactivity } from './inactivity.ts'
import { limits } from './limits.ts'
import { notices } from './notices.ts'
import { requests } from './requests.ts'
import { reviews } from './reviews.ts'
import { sources } from './sources.ts'
import { trials } from './trials.ts'
import { vacancies } from './vacancies.ts'

/** What ends comes first, what is given last. */
const RULES: readonly DutyRule[] = [
  expiry,
  dependents,
  accounts,
  conditions,
  inactivity,
  reviews,
  requests,
  amendments,
  notices,
  limits,
  followUps,
  sources,
  trials,
  vacancies,
  activations,
  automatic,
]

/**
 * Everything that falls due at this moment, by the state, the charter and what the sources say, and nothing else. No two duties of one answer
 * concern the same grant; what then falls due is in the next answer. Doing all of it leaves nothing due.
 */
export function due(known: KnownForDue): readonly Duty[] {
  const touched = new Set<number>()
  const duties: Duty[] = []
  for (const rule of RULES)
    for (const one of rule(known)) {
      const grants = one.drafts.flatMap(({ fields }) => ('grant' in fields && typeof fields.grant === 'number' ? [fields.grant] : []))
      if (grants.some((grant) => touched.has(grant))) continue
      for (const grant of grants) touched.add(grant)
      duties.push(one)
    }
  return duties
}

/** Only what runs out by time alone: it never waits for a source. */
export function dueByTime(known: KnownForDue): readonly Duty[] {
  return [...expiry(known)]
}
