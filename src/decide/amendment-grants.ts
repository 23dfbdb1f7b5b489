import type { Charter, Id, RoleBlock } from '../charter/model.ts'
import type { Clause } from '../charter/model.ts'
import type { Grant } from '../ledger/state.ts'
import { suitableAccounts } from './eligibility.ts'
import { holds, isGiven } from './holding.ts'
import type { Known } from './question.ts'

/** A running grant that a new charter would no longer allow. */
export interface DisallowedGrant {
  readonly grant: Grant
  readonly clause: Clause
  /** One sentence for the holder. */
  readonly text: string
  /**
   * What the grace is: `ends` the grant keeps its effect until then and ends; `waived` a condition that is newly asked is waived until then, then
   * the charter's own rule for it applies; `reported` old holders keep it, people are to look at it.
   */
  readonly then: 'ends' | 'waived' | 'reported'
  /** The condition to be waived. */
  readonly condition: Id | undefined
}

/** Grants of roles that a new charter no longer has: they must end, or their holders get another way, before it is adopted. */
export function grantsWithoutRole({ state, now }: Known, after: Charter): readonly Grant[] {
  return [...state.runningGrants()].filter((grant) => isGiven(grant, now) && !after.roles.has(grant.role))
}

/**
 * Grants that were allowed before and would not be after. `before` and `after` differ in their charter alone. Unknown conditions take nothing
 * away; seats bind new grants only.
 */
export function disallowedGrants(before: Known, after: Known): readonly DisallowedGrant[] {
  return [...before.state.runningGrants()].flatMap((grant) => {
    const [old, now] = [before.charter.roles.get(grant.role), after.charter.roles.get(grant.role)]
    if (old === undefined || now === undefined || !isGiven(grant, before.now)) return []
    return [
      ...ofAccount(before, after, grant, old, now),
      ...ofNeededRoles(before, grant, old, now),
      ...ofConditions(before, after, grant, old, now),
      ...ofSeparation(before, after, grant),
    ]
  })
}

function ofAccount(before: Known, after: Known, grant: Grant, old: RoleBlock, now: RoleBlock): readonly DisallowedGrant[] {
  const fits = (known: Known, role: RoleBlock) =>
    [...now.gives.keys()].filter(
      (target) => target !== 'writ' && suitableAccounts(known, role, grant.subject, target, grant.account).length > 0,
    )
  const [was, is] = [fits(before, old), fits(after, now)]
  if (was.length === 0 || is.length > 0) return []
  const kinds = now.account === 'any' ? '' : `${now.account.join(' or ')} `
  return [{ grant, clause: `roles.${grant.role}.account`, text: `only ${kinds}accounts may hold it`, then: 'ends', condition: undefined }]
}

function ofNeededRoles({ charter, state, now: at }: Known, grant: Grant, old: RoleBlock, now: RoleBlock): readonly DisallowedGrant[] {
  const met = (role: RoleBlock) =>
    role.needsRole.length === 0 || role.needsRole.some((one) => holds(charter, state, grant.subject, one, at))
  if (!met(old) || met(now)) return []
  const text = `only holders of ${now.needsRole.join(' or ')} may hold it`
  return [{ grant, clause: `roles.${grant.role}.needs_role`, text, then: 'ends', condition: undefined }]
}

/** A condition that already bound the person by another role is not waived for the sake of this one. */
function ofConditions(before: Known, after: Known, grant: Grant, old: RoleBlock, now: RoleBlock): readonly DisallowedGrant[] {
  const asked = new Set(old.requires.map(({ condition }) => condition))
  return now.requires.flatMap(({ condition, then, notice }): readonly DisallowedGrant[] => {
    if (then === 'report' || after.test(condition, grant.subject) !== false) return []
    if (asked.has(condition) && before.test(condition, grant.subject) === false) return []
    const text = `not fulfilled: ${after.charter.conditions.get(condition)?.text ?? condition}`
    const waivable = (notice === undefined || notice.count === 0) && !boundBefore(before, grant, condition)
    return [
      {
        grant,
        clause: `roles.${grant.role}.requires`,
        text,
        then: waivable ? 'waived' : 'reported',
        condition: waivable ? condition : undefined,
      },
    ]
  })
}

function boundBefore({ charter, state, now }: Known, grant: Grant, condition: Id): boolean {
  const roles = state.grantsOf(grant.subject).flatMap((one) => (isGiven(one, now) ? [charter.roles.get(one.role)] : []))
  const required = [...roles.flatMap((role) => role?.requires ?? []), ...[...charter.accounts.values()].flatMap((kind) => kind.requires)]
  return required.some((one) => one.condition === condition)
}

function ofSeparation(before: Known, after: Known, grant: Grant): readonly DisallowedGrant[] {
  const held = new Set(before.state.grantsOf(grant.subject).flatMap((one) => (isGiven(one, before.now) ? [one.role] : [])))
  const breaks = (charter: Charter) =>
    charter.separation.flatMap(({ roles, atMost, text }, at) =>
      roles.includes(grant.role) && roles.filter((role) => held.has(role)).length > atMost ? [{ at, text }] : [],
    )
  const known = new Set(breaks(before.charter).map(({ text }) => text))
  return breaks(after.charter)
    .filter(({ text }) => !known.has(text))
    .map(({ at, text }) => ({ grant, clause: `separation[${at}]`, text, then: 'reported', condition: undefined }))
}
