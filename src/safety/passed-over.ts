import type { Charter, Clause, Id, RoleBlock, Stage } from '../charter/model.ts'
import { stagesOfRequest } from '../charter/doors.ts'
import type { SafetyRule } from './rule.ts'

/**
 * Which rules of an adversary pass over something that the charter asks (a condition, a seat, a limit, a stage without people):
 * what they lead to may be out of reach, so nothing that honest people could do about it is theirs for certain.
 */
export function passedOver(charter: Charter): (rule: SafetyRule) => boolean {
  const clauses = new Set<Clause>()
  for (const [id, role] of charter.roles) {
    for (const [index, power] of role.may.entries())
      if (power.when.length > 0 || power.limit !== undefined || power.notice !== undefined || power.stages.some(isPassed))
        clauses.add(`roles.${id}.may[${index}]`)
    if (stagesOfRequest(charter, id).some(isPassed)) clauses.add(`roles.${id}.request`)
  }
  const asking = new Set([...charter.roles].flatMap(([id, role]) => (asksOfHolders(charter, role) ? [id] : [])))
  return ({ side, clause, effect, items }) =>
    side === 'attack' && (clauses.has(clause) || (effect === 'add' && items.some((item) => asking.has(item))))
}

function isPassed(stage: Stage): boolean {
  return stage.ifVacant === 'skip' || stage.states.length > 0 || stage.fallback !== undefined || stage.escalate !== undefined
}

function asksOfHolders(charter: Charter, role: RoleBlock): boolean {
  const members = [...role.gives.keys()].map((target: Id) => charter.targets.get(target)?.members)
  return (
    role.account !== 'any' ||
    role.seats !== undefined ||
    role.requires.length > 0 ||
    members.some((block) => block !== undefined && (block.requires.length > 0 || block.seats !== undefined))
  )
}
