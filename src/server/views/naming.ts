import { targetTitle } from '../../charter/writ-target.ts'
import type { PublicNaming } from '../../render/public-sentence.ts'
import type { Scene } from '../scene.ts'

/** Names as the public may know them, called as the charter in force calls them. */
export function namingOf(scene: Scene): PublicNaming {
  const { state, charter, handleOf, fieldsOf } = scene
  const role = (id: string) => charter.roles.get(id)?.title ?? id
  return {
    person: handleOf,
    role,
    roleOfGrant: (id) => {
      const grant = state.grant(id)
      return grant !== undefined && fieldsOf(grant).includes('role') ? role(grant.role) : undefined
    },
    account: (key) => accountName(scene, key),
    target: (id) => targetTitle(charter, id),
  }
}

/** The name of an account whose person the public knows: that others are known here at all may come from a request of theirs. */
export function accountName({ state, handleOf }: Scene, key: string): string | undefined {
  const account = state.account(key)
  return account === undefined || handleOf(account.subject) === undefined ? undefined : account.name
}
