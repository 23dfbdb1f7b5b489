import type { PublicNaming } from '../../render/public-sentence.ts'
import type { Scene } from '../scene.ts'

/** Names as the public may know them, called as the charter in force calls them. */
export function namingOf({ state, charter, handleOf, fieldsOf }: Scene): PublicNaming {
  const role = (id: string) => charter.roles.get(id)?.title ?? id
  return {
    person: handleOf,
    role,
    roleOfGrant: (id) => {
      const grant = state.grant(id)
      return grant !== undefined && fieldsOf(grant).includes('role') ? role(grant.role) : undefined
    },
    account: (key) => state.account(key)?.name,
    target: (id) => charter.targets.get(id)?.title ?? id,
  }
}
