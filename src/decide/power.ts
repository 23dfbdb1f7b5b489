import { classOfRole, reach } from '../charter/members.ts'
import type { Charter, Clause, Id, Power, PowerVerb, Stage } from '../charter/model.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { handleOf, type Known } from './question.ts'
import { heldInForce, holdersOf } from './holding.ts'
import type { WhoCanHelp } from './decision.ts'

/** A line of `may` that somebody could use, with its place in the charter. */
export interface UsablePower {
  readonly role: Id
  readonly clause: Clause
  readonly power: Power
}

const VERBS: Readonly<Record<'add' | 'remove' | 'suspend', readonly PowerVerb[]>> = {
  add: ['add', 'change'],
  remove: ['remove', 'change'],
  suspend: ['suspend'],
}

/** Every line of `may` in the charter that reaches a role with a verb. */
export function powersReaching(charter: Charter, verb: 'add' | 'remove' | 'suspend', target: Id): readonly UsablePower[] {
  const found: UsablePower[] = []
  for (const [role, block] of charter.roles) {
    block.may.forEach((power, index) => {
      if (VERBS[verb].includes(power.verb) && reach(charter, power).includes(target))
        found.push({ role, clause: `roles.${role}.may[${index}]`, power })
    })
  }
  return found
}

/**
 * The powers that a person has in force over somebody, scope applied; conditions and stages are not looked at yet. Least stages first. A role for
 * emergencies has no power over whoever uses it.
 */
export function powersOver(
  known: Known,
  verb: 'add' | 'remove' | 'suspend',
  role: Id,
  actor: SubjectId,
  subject: SubjectId,
): readonly UsablePower[] {
  const held = new Set(heldInForce(known.charter, known.state, actor, known.now).map((grant) => grant.role))
  return powersReaching(known.charter, verb, role)
    .filter(
      ({ role: holder, power }) =>
        held.has(holder) &&
        inScope(power, actor === subject) &&
        !(actor === subject && known.charter.roles.get(holder)?.activation !== undefined),
    )
    .toSorted((left, right) => left.power.stages.length - right.power.stages.length)
}

function inScope(power: Power, self: boolean): boolean {
  return power.scope === 'any' || (power.scope === 'self') === self
}

/** `, with a further approval`. */
export function further(stages: number): string {
  if (stages === 0) return ''
  return `, with ${stages === 1 ? 'a further approval' : `${stages} further approvals`}`
}

/** Who could use a power over a role, and how to ask for it: the answer to give with every refusal. */
export function whoCanHelp(
  known: Known,
  verb: 'add' | 'remove' | 'suspend',
  role: Id,
  exceptActor: SubjectId | undefined,
): readonly WhoCanHelp[] {
  const { charter, state, now } = known
  const helpers = powersReaching(charter, verb, role).map(({ role: holder, clause, power }): WhoCanHelp => {
    const holders = holdersOf(charter, state, holder, now).filter((one) => one !== exceptActor)
    return {
      role: holder,
      holders: holders.map((one) => handleOf(state, one)),
      clause,
      how: `a ${charter.roles.get(holder)?.title ?? holder} can ${verb} it${further(power.stages.length)}`,
    }
  })
  const request = verb === 'add' ? charter.roles.get(role)?.request : undefined
  if (request === undefined) return helpers
  const deciders = [...new Set(request.stages.flatMap((stage) => stage.by.flatMap((one) => (one.kind === 'role' ? [one.role] : []))))]
  return [
    ...helpers,
    ...deciders.map((decider) => ({
      role: decider,
      holders: holdersOf(charter, state, decider, now).map((one) => handleOf(state, one)),
      clause: `roles.${role}.request`,
      how: `ask for the role; ${charter.roles.get(decider)?.title ?? decider} decides`,
    })),
  ]
}

/** A stage that a request or the use of a power must pass, with its clause. */
export interface NeededStage {
  readonly clause: Clause
  readonly stage: Stage
  /** Whether the act of whoever uses a power counts; who uses a power never counts in the power's own stages, nor who asks in a request. */
  readonly actorCounts: boolean
  /** The people of `escalate` may decide too, since the time for the others is over. */
  readonly escalated?: boolean
  /** Statements that an approver of this stage asked for, besides those it always needs. */
  readonly asked?: readonly Id[]
}

/** The stages that a role's request and class ask for, in their order: those of the class stand before the last one of the role. */
export function stagesOfRole(charter: Charter, role: Id, actorCounts: boolean): readonly NeededStage[] {
  const block = charter.roles.get(role)
  const className = block === undefined ? undefined : classOfRole(charter, block)
  const asked = (block?.request?.stages ?? []).map((stage, index) => ({
    clause: `roles.${role}.request.stages[${index}]`,
    stage,
    actorCounts,
  }))
  const ofClass = (className === undefined ? [] : (charter.classes.get(className)?.stages ?? [])).map((stage, index) => ({
    clause: `classes.${className}.stages[${index}]`,
    stage,
    actorCounts,
  }))
  return [...asked.slice(0, -1), ...ofClass, ...asked.slice(-1)]
}

/**
 * The stages between the use of a power to add a role and its effect: the power's own, and those that the role's request and class ask for,
 * since a role with stages is granted through them by any door. In the latter the act of an actor who is listed there counts as one approval.
 */
export function stagesToAdd(charter: Charter, role: Id, used: UsablePower): readonly NeededStage[] {
  return [...stagesOfRole(charter, role, true).filter(({ stage }) => !stage.consult), ...ownStages(used)]
}

/** The stages between the use of a power to remove a role and its effect: only the power's own. */
export function ownStages(used: UsablePower): readonly NeededStage[] {
  return used.power.stages
    .map((stage, index) => ({ clause: `${used.clause}.stages[${index}]`, stage, actorCounts: false }))
    .filter(({ stage }) => !stage.consult)
}
