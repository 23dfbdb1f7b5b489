import { HOW } from './how.ts'
import { classOfRole, reach } from '../charter/members.ts'
import type { Clause, Id } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import { addDuration, formatDuration } from '../kernel/duration.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Because, Decision } from './decision.ts'
import { powersOver, whoCanHelp, type UsablePower } from './power.ts'
import { actingPerson, handleOf, lacking, personBehind, refused, type Actor, type Known } from './question.ts'

type PowerUse =
  | { readonly kind: 'usable'; readonly used: UsablePower; readonly person: SubjectId }
  | { readonly kind: 'refused'; readonly decision: Decision }

/** The best power an actor has over somebody: one whose conditions on that person are true and whose limit is not reached. */
export function usePower(known: Known, verb: 'add' | 'remove', role: Id, actor: Actor, subject: SubjectId): PowerUse {
  const person = actingPerson(actor)
  const help = () => whoCanHelp(known, verb, role, person)
  if (person === undefined)
    return {
      kind: 'refused',
      decision: refused(
        [{ clause: 'amendments', text: `an operator holds no power of the charter; ${HOW.forWhom}` }],
        [lacking('authority', 'a person with the power')],
        help(),
      ),
    }
  const candidates = powersOver(known, verb, role, person, subject)
  if (candidates.length === 0) {
    const self = person === subject ? ' to themselves' : ''
    return {
      kind: 'refused',
      decision: refused(
        [
          {
            clause: `roles.${role}`,
            text: `nothing lets ${handleOf(known.state, person)} ${verb === 'add' ? `give this role${self}` : `take this role${self === '' ? '' : ' from themselves'}`}`,
          },
        ],
        [lacking('authority', `a power to ${verb} \`${role}\``)],
        help(),
      ),
    }
  }
  const judged = candidates.map((used) => ({ used, obstacle: powerObstacle(known, used, person, subject) }))
  const free = judged.find(({ obstacle }) => obstacle === undefined)
  if (free !== undefined) return { kind: 'usable', used: free.used, person }
  const obstacles = judged.flatMap(({ obstacle }) => (obstacle === undefined ? [] : [obstacle]))
  return {
    kind: 'refused',
    decision: refused(
      obstacles.map(({ because }) => because),
      obstacles.flatMap(({ missing }) => missing),
      help(),
    ),
  }
}

/** What is missing of a power that was used in a proposal: its holder may have lost it, or its conditions and limit may have changed. */
export function lapsedPower(
  known: Known,
  verb: 'add' | 'remove',
  role: Id,
  clause: Clause,
  actor: SubjectId,
  subject: SubjectId,
): Because | undefined {
  const used = powersOver(known, verb, role, actor, subject).find((one) => one.clause === clause)
  if (used === undefined) return { clause, text: `${handleOf(known.state, actor)} proposed it and no longer has that power` }
  return powerObstacle(known, used, actor, subject)?.because
}

function powerObstacle(
  known: Known,
  used: UsablePower,
  actor: SubjectId,
  subject: SubjectId,
): { readonly because: Because; readonly missing: Decision['missing'] } | undefined {
  for (const condition of used.power.when) {
    const truth = known.test(condition, subject)
    const text = known.charter.conditions.get(condition)?.text ?? condition
    if (truth !== true)
      return {
        because: { clause: `${used.clause}.when`, text: truth === false ? `not fulfilled: ${text}` : `not known now: ${text}` },
        missing: [lacking('condition', text, truth === 'unknown')],
      }
  }
  const limit = used.power.limit
  if (limit === undefined) return undefined
  return usesOfPower(known, used, actor, addDuration(known.now, limit.per, -1)).length < limit.count
    ? undefined
    : {
        because: {
          clause: `${used.clause}.limit`,
          text: `at most ${limit.count} in ${formatDuration(limit.per)}; that many were given${used.power.verb === 'add' ? '' : ' or taken'}, so it is held`,
        },
        missing: [],
      }
}

/** When somebody used a power after a moment, by what a `limit` counts: what they gave by it, and what within its reach they took; in order. */
export function usesOfPower(
  { state, charter }: Known,
  { clause, power }: UsablePower,
  actor: SubjectId,
  since: Instant,
): readonly Instant[] {
  const uses: Instant[] = []
  for (const grant of state.grantsMadeSince(since)) if (grant.clause === clause && isBy(grant.decidedBy, actor)) uses.push(grant.madeAt)
  if (power.verb === 'add') return uses
  const reached = new Set(reach(charter, power))
  for (const { subject } of state.people())
    for (const { role, ended } of state.grantsOf(subject))
      if (ended?.cause === 'removed' && ended.at > since && reached.has(role) && isBy(ended.decidedBy ?? [], actor)) uses.push(ended.at)
  return uses.toSorted((left, right) => left - right)
}

function isBy(identities: readonly string[], actor: SubjectId): boolean {
  return identities.some((one) => personBehind(one) === actor)
}

/** Deciding on a role of a class with step-up needs fresh evidence of the person, which an operator never has. */
export function needsStepUp(known: Known, roleId: Id, actor: Actor): Because | undefined {
  const clause = stepUpClause(known, roleId)
  if (clause === undefined || (actor.kind === 'person' && actor.stepUp !== undefined)) return undefined
  const why = actor.kind === 'operator' ? 'an operator cannot give it for somebody' : 'log in again with it'
  return { clause, text: `deciding on this role needs a fresh second factor; ${why}` }
}

/** What asks for a fresh second factor to give a role; undefined = nothing does. */
export function stepUpClause({ charter }: Known, roleId: Id): Clause | undefined {
  const role = charter.roles.get(roleId)
  const className = role === undefined ? undefined : classOfRole(charter, role)
  return className !== undefined && charter.classes.get(className)?.stepUp === true ? `classes.${className}.step_up` : undefined
}
