import type { Policy } from './policy.ts'
import type { Question } from './question.ts'
import { NO, UNKNOWN, YES, type Tri } from './tri.ts'
import type { Who } from './who.ts'

/** Whether somebody is in a group; of one that the target gives by itself that may be unknown. */
export function isInGroup(policy: Policy, group: number, question: Question, who: Who): Tri {
  if (who.isIn(group)) return YES
  const promote = policy.promoteWhen[group]
  if (promote === undefined || who.anonymous) return NO
  const { target, promote: rule } = policy.form.groups[group] as Policy['form']['groups'][number]
  const registered = policy.registered.get(target)
  if (registered !== undefined && !who.isIn(registered)) return NO
  const now = promote(question, who)
  return now === NO && rule?.keep === true ? UNKNOWN : now
}
