import type { PersonOnPaper } from '../../decide/roster-state.ts'
import type { Scene } from '../scene.ts'

/**
 * Everybody as the public knows them: by the handle, with the running grants of which it is public who holds what and where. What is sealed has
 * no part in it: neither a suspension nor a lock shows in an answer that rests on this. A role that sleeps until it is activated counts as asleep.
 */
export function publicPeople({ state, fieldsOf, handleOf, now }: Scene): readonly PersonOnPaper[] {
  return [...state.people()].flatMap(({ subject, departed }) => {
    const handle = handleOf(subject)
    if (handle === undefined || (departed !== undefined && departed <= now)) return []
    const roles = state.grantsOf(subject).flatMap((grant) => {
      const fields = fieldsOf(grant)
      const isPublic = fields.includes('account') && fields.includes('role') && (grant.targets === undefined || fields.includes('target'))
      if (!isPublic || grant.ended !== undefined) return []
      return {
        role: grant.role,
        targets: grant.targets,
        from: fields.includes('from') ? grant.from : undefined,
        until: fields.includes('until') ? grant.until : undefined,
      }
    })
    return { handle, accounts: [], roles }
  })
}
