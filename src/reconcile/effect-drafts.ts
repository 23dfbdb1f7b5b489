import { formatInstant } from '../kernel/instant.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import { describeLine } from './describe-plan.ts'
import type { PlanLine, Settled } from './plan-value.ts'

/** One line was read back as wanted. Targets that cannot end a membership stand without end. */
export function confirmedDraft(target: string, { key, change, because }: PlanLine, plan: number, expiry: boolean): Draft {
  const until = change.kind === 'remove' || !expiry ? undefined : change.until
  return draft('effect.confirmed', {
    plan,
    target,
    account: key,
    group: change.group,
    present: change.kind === 'remove' ? 'no' : 'yes',
    ...(until === undefined ? {} : { until: formatInstant(until) }),
    ...(because.grant === undefined ? {} : { grant: String(because.grant) }),
  })
}

/** A membership that was found standing, or gone, as wanted: confirmed without a plan. */
export function settledDraft(target: string, { key, group, present, until, grant }: Settled): Draft {
  return draft('effect.confirmed', {
    target,
    account: key,
    group,
    present: present ? 'yes' : 'no',
    ...(until === undefined ? {} : { until: formatInstant(until) }),
    ...(grant === undefined ? {} : { grant: String(grant) }),
  })
}

export function failedDraft(target: string, { key, change }: PlanLine, plan: number, reason: string): Draft {
  return draft('effect.failed', { plan, target, account: key, group: change.group, reason })
}

export function taskDraft(target: string, line: PlanLine): Draft {
  return draft('task.raised', { target, account: line.key, steps: describeLine(line) })
}

export function settledDrift(drift: number, outcome: 'reverted' | 'adopted' | 'gone' | 'left'): Draft {
  return draft('drift.settled', { drift, outcome })
}
