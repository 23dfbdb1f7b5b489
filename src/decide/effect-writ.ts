import { rightsOfGroup } from '../charter/members.ts'
import type { Charter } from '../charter/model.ts'
import { WRIT } from '../charter/writ-target.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Effects } from './effect.ts'

/** Persons who have a right of Writ itself (`apply`, `override-guard`, ...) in effect now. What is only held does not count. */
export function holdersOfWritRight(charter: Charter, effects: Effects, right: string): ReadonlySet<SubjectId> {
  const groups = new Set([...(charter.groups.get(WRIT)?.keys() ?? [])].filter((group) => rightsOfGroup(charter, WRIT, group).has(right)))
  const memberships = effects.targets.get(WRIT)?.memberships ?? []
  return new Set(memberships.filter(({ group, hold }) => !hold && groups.has(group)).map(({ account }) => account.slice(WRIT.length + 1)))
}
