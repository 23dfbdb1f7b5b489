import { listedNames } from '../../charter/gates.ts'
import type { Json } from '../../kernel/json.ts'
import { ownValue, type Trial } from './condition-code.ts'
import { isInGroup } from './membership.ts'
import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import { either, NO, opposite, UNKNOWN, YES, type Tri } from './tri.ts'
import type { Who } from './who.ts'

/**
 * A gate ready to be tried by somebody who is in none of the groups that it names, as far as what they hold tells: it does not stand in this case,
 * or the target put them in such a group by itself, or the resource names a group of theirs.
 */
export function gateTrial(policy: Policy, gate: number): Trial {
  const when = policy.gateWhen[gate] as Trial
  const { only, listed, target } = policy.form.gates[gate] as Policy['form']['gates'][number]
  const promoted = only.filter((group) => policy.promoteWhen[group] !== undefined)
  const groups = policy.groupsOn(target)
  return (question, who) => {
    const stands = when(question, who)
    if (stands === NO) return YES
    let value: Tri = opposite(stands)
    for (const group of promoted) value = either(value, isInGroup(policy, group, question, who))
    return listed === null || value === YES
      ? value
      : either(value, isListed(policy, groups, ownValue(question.resource, listed), question, who))
  }
}

function isListed(policy: Policy, groups: ReadonlyMap<string, number>, property: Json | undefined, question: Question, who: Who): Tri {
  const names = listedNames(property)
  let value: Tri = NO
  for (let index = 0; index < names.length && value !== YES; index += 1) {
    const name = names[index]
    // what is no name at all could have meant any
    if (typeof name !== 'string') value = UNKNOWN
    else {
      const group = groups.get(name)
      if (group !== undefined) value = either(value, isInGroup(policy, group, question, who))
    }
  }
  return value
}
