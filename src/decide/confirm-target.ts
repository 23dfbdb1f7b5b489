import { HOW } from './how.ts'
import type { Charter, Id } from '../charter/model.ts'
import { rolesOf } from '../charter/members.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { candidatesAmong, isAmong } from './approver.ts'
import type { Decision } from './decision.ts'
import { holds } from './holding.ts'
import { handleOf, lacking, refused, type Actor, type Known } from './question.ts'

/** A target that others come after, and what they ask of it: the most that any of them does. */
export interface Trial {
  readonly target: Id
  /** The target that follows. */
  readonly next: Id
  readonly cleanRuns: number
}

/** Targets on which something is tried out before it reaches others (charter: `after`). */
export function trialsOf(charter: Charter): readonly Trial[] {
  return [...charter.targets].flatMap(([next, { after }]) =>
    after === undefined || after.confirmedBy.length === 0 ? [] : [{ target: after.target, next, cleanRuns: after.cleanRuns }],
  )
}

/**
 * Whether somebody may say that a target works, so that the one after it may follow. Of the roles of a ladder in which the highest counts only
 * that one counts here too: whoever is asked as a holder of a lower tier must see what that tier sees.
 */
export function mayConfirmTarget(known: Known, { next }: Trial, person: SubjectId): boolean {
  const { charter, state, now } = known
  const people = charter.targets.get(next)?.after?.confirmedBy ?? []
  if (!isTakingPart(known, person) || !isAmong(known, people, person, person)) return false
  const named = rolesOf(people)
  const above = [...charter.ladders.values()]
    .filter((ladder) => ladder.counts === 'highest' && named.some((role) => ladder.order.includes(role)))
    .flatMap(({ order }) =>
      order.slice(
        0,
        order.findIndex((role) => named.includes(role)),
      ),
    )
  return !above.some((role) => holds(charter, state, person, role, now))
}

/** Whoever may say that a target works and has an account there to look with, in the order in which the charter names them. */
export function confirmersOf(known: Known, trial: Trial): readonly SubjectId[] {
  const people = known.charter.targets.get(trial.next)?.after?.confirmedBy ?? []
  const accountThere = (person: SubjectId) =>
    known.state.accountsOf(person).some(({ target, locked }) => target === trial.target && !locked)
  return [...new Set(people.flatMap((one) => [...candidatesAmong(known, [one], '')]))].flatMap((one) =>
    one !== undefined && accountThere(one) && mayConfirmTarget(known, trial, one) ? [one] : [],
  )
}

/** May this person say that a target works? Only after as many clean runs as the charter asks for, and never an operator in their place. */
export function decideConfirmTarget(known: Known, actor: Actor, target: Id): Decision {
  const trials = trialsOf(known.charter).filter((one) => one.target === target)
  const [first] = trials
  if (first === undefined) return refused([{ clause: `targets.${target}`, text: `no target comes after \`${target}\` and asks for it` }])
  const clause = `targets.${first.next}.after`
  if (actor.kind === 'operator')
    return refused([{ clause, text: `only a person who looked can say so; ${HOW.inOwnName}` }], [lacking('authority', 'a person')])
  const meant = trials.filter((one) => mayConfirmTarget(known, one, actor.subject))
  if (meant.length === 0)
    return refused(
      [{ clause: `${clause}.confirmed_by`, text: 'you are not among those who say so, or hold a higher tier than they' }],
      [],
      [
        {
          role: rolesOf(known.charter.targets.get(first.next)?.after?.confirmedBy ?? []).join(', '),
          holders: confirmersOf(known, first).map((one) => handleOf(known.state, one)),
          clause: `${clause}.confirmed_by`,
          how: `logs in to \`${target}\`, looks, and says so`,
        },
      ],
    )
  const { clean } = known.state.targetState(target).runs
  const needed = Math.max(...meant.map(({ cleanRuns }) => cleanRuns))
  if (clean < needed)
    return refused([
      { clause: `${clause}.clean_runs`, text: `${clean} of ${needed} clean runs were there since the last change; wait for the others` },
    ])
  return {
    outcome: 'allowed',
    allowed: true,
    because: [{ clause, text: `after ${clean} clean runs of \`${target}\`, \`${first.next}\` may follow` }],
    missing: [],
    whoCanHelp: [],
  }
}

function isTakingPart({ state }: Known, person: SubjectId): boolean {
  const known = state.person(person)
  return known !== undefined && known.departed === undefined && state.suspensionOf(person) === undefined
}
