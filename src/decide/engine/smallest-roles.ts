import { listedNames } from '../../charter/gates.ts'
import type { Json } from '../../kernel/json.ts'
import type { Core } from './core.ts'
import type { Question } from './question.ts'
import { YES } from './tri.ts'

/** A set of more roles than this is no advice. */
const MOST_ROLES = 4
/** So many combinations are tried at most. */
const MOST_TRIALS = 3000

export interface SmallestRoles {
  /** Numbers of roles; every smallest set, the one that gives the fewest rights first. */
  readonly sets: readonly (readonly number[])[]
  readonly complete: boolean
}

/** The smallest sets of roles, the least of them first, with which the one who asks would be allowed, held besides what they hold. */
export function smallestRoles(core: Core, right: number, question: Question, besides: readonly number[]): SmallestRoles {
  const candidates = usefulRoles(core, right, question)
  const allows = (roles: readonly number[]) =>
    core.supposing([...besides, ...core.atomsOfRoles(roles)], () => core.evaluation.may(right, question, core.who) === YES)
  if (allows([])) return { sets: [[]], complete: true }
  // where more roles never take anything away, all of them together say whether any help
  if (!core.policy.isTaking(right) && !allows(candidates)) return { sets: [], complete: true }
  let trials = 0
  for (let size = 1; size <= Math.min(MOST_ROLES, candidates.length); size += 1) {
    const sets: (readonly number[])[] = []
    for (const roles of combinations(candidates, size)) {
      if ((trials += 1) > MOST_TRIALS) return { sets: leastFirst(core, sets), complete: false }
      if (allows(roles)) sets.push(roles)
    }
    if (sets.length > 0) return { sets: leastFirst(core, sets), complete: true }
  }
  return { sets: [], complete: candidates.length <= MOST_ROLES }
}

/** Of several that would do, whoever asks for the one that gives least gets no more than is needed. */
function leastFirst({ policy: { form } }: Core, sets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const given = (roles: readonly number[]) =>
    new Set(roles.flatMap((role) => form.roles[role]?.groups.flatMap((group) => form.groups[group]?.gives ?? []) ?? [])).size
  return sets
    .map((roles) => ({ roles, rights: given(roles) }))
    .toSorted((left, right) => left.rights - right.rights)
    .map(({ roles }) => roles)
}

/** Roles that could make a difference: they give a group that matters and is not held, or a condition asks for them. */
function usefulRoles({ policy, who }: Core, right: number, question: Question): readonly number[] {
  const related = policy.related(right)
  const gates = new Set(related.flatMap((one) => policy.gatesOf[one] ?? []))
  const groups = new Set(related.flatMap((one) => policy.giversOf[one] ?? []))
  for (const gate of gates) {
    const { only, listed } = policy.form.gates[gate] as (typeof policy.form.gates)[number]
    for (const group of only) groups.add(group)
    for (const name of listed === null ? [] : namesIn(question.resource?.[listed])) {
      const group = policy.group(question.target, name)
      if (group !== undefined) groups.add(group)
    }
  }
  const asked = policy.rolesAsked(right)
  return policy.form.roles.flatMap((role, number) =>
    !who.holds(number) && (asked.has(number) || role.groups.some((group) => groups.has(group) && !who.isIn(group))) ? [number] : [],
  )
}

function namesIn(value: Json | undefined): readonly string[] {
  return listedNames(value).filter((one) => typeof one === 'string')
}

/** All combinations of so many, in the order of the list. */
function* combinations(list: readonly number[], size: number, from = 0): Iterable<readonly number[]> {
  if (size === 0) {
    yield []
    return
  }
  for (let at = from; at <= list.length - size; at += 1)
    for (const rest of combinations(list, size - 1, at + 1)) yield [list[at] as number, ...rest]
}
