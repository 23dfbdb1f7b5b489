import type { Charter, Id, People, Stage } from '../charter/model.ts'
import { ANYBODY, OUTSIDE, RELATED, type Item } from './item.ts'
import type { Approval } from './rule.ts'

type Side = 'attack' | 'defence'

/** Roles whose holders can use what a role may do: its own, and for an adversary those of its deputies. A dormant role helps nobody who needs others to wake it. */
export function holdersOf(charter: Charter, roleId: Id, side: Side): readonly Item[] {
  if (side === 'defence') return wakesAlone(charter, roleId) ? [roleId] : []
  return [roleId, ...[...charter.roles].filter(([, role]) => role.deputiesOf === roleId).map(([id]) => id)]
}

function wakesAlone(charter: Charter, roleId: Id): boolean {
  const activation = charter.roles.get(roleId)?.activation
  if (activation === undefined) return true
  return activation.stages.length === 0 && activation.trigger.length === 0 && activation.by.some((one) => one.kind === 'subject')
}

/** Whoever is meant by a list of people, as items. `subject` is not among them: the caller knows who that is. */
export function itemsOf(charter: Charter, people: readonly People[], side: Side): readonly Item[] {
  const items = people.flatMap((one): readonly Item[] => {
    switch (one.kind) {
      case 'role':
        return holdersOf(charter, one.role, side)
      case 'registered':
      case 'everyone':
        return [ANYBODY]
      case 'relation':
        if (side === 'defence') return [OUTSIDE]
        return charter.facts.get(one.fact)?.setBy === 'self' ? [ANYBODY] : [RELATED]
      default:
        return []
    }
  })
  return [...new Set(items)]
}

/**
 * The approvals that stages ask for; undefined if they can never be had. An adversary passes a stage that is skipped when vacant, and the consent
 * of an account of theirs; honest people get neither.
 */
export function approvalsOf(charter: Charter, stages: readonly Stage[], side: Side, adding: boolean): readonly Approval[] | undefined {
  const approvals: Approval[] = []
  const needed = stages.filter((stage) => !stage.consult)
  for (const [index, stage] of needed.entries()) {
    const consents = side === 'attack' && adding && stage.by.some((one) => one.kind === 'subject')
    if (consents || (side === 'attack' && stage.ifVacant === 'skip')) continue
    const escalated = [...stage.by, ...(stage.escalate?.to ?? [])]
    const by = itemsOf(charter, side === 'attack' ? [...escalated, ...(stage.fallback?.by ?? [])] : escalated, side)
    if (by.length === 0) return undefined
    // a person who counts twice leaves room for others in the last stage only; honest people are not credited with more
    approvals.push({ by, count: stage.count, reuses: stage.countsEarlier && (side === 'attack' || index === needed.length - 1) })
  }
  return approvals
}
