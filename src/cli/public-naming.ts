import type { Charter } from '../charter/model.ts'
import type { SubjectId } from '../ledger/entry.ts'
import { publicFieldsOf } from '../ledger/public-view.ts'
import type { State } from '../ledger/state.ts'
import type { PublicNaming } from '../render/public-sentence.ts'

/** Names as the public may know them: of people of whom some grant is public, and of one who would become so. */
export function publicNaming(state: State, charter: Charter, also?: SubjectId): PublicNaming {
  const fieldsOf = (role: string | undefined) => (role === undefined ? [] : publicFieldsOf(charter, role))
  const isPublic = (subject: string) =>
    subject === also || state.grantsOf(subject).some((grant) => fieldsOf(grant.role).includes('account'))
  const role = (id: string) => charter.roles.get(id)?.title ?? id
  return {
    person: (subject) => (isPublic(subject) ? state.person(subject)?.handle : undefined),
    role,
    roleOfGrant: (id) => {
      const grant = state.grant(id)
      return grant !== undefined && fieldsOf(grant.role).includes('role') ? role(grant.role) : undefined
    },
    account: (key) => {
      const account = state.account(key)
      return account === undefined || !isPublic(account.subject) ? undefined : account.name
    },
    target: (id) => charter.targets.get(id)?.title ?? id,
  }
}
