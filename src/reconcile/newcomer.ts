import { draft, type AccountKey, type Draft, type SubjectId } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import type { ObservedAccount } from './target.ts'

/** Makes persons of accounts that nobody linked yet. */
export interface Newcomers {
  /** The person of an account, and what must be recorded first if they are new. */
  personOf(key: AccountKey, kind: string, account: ObservedAccount): { readonly subject: SubjectId; readonly drafts: readonly Draft[] }
}

/** Each unknown account becomes a person of its own: an equal name elsewhere proves nothing, so a taken handle is told apart by the target. */
export function createNewcomers(state: State, target: string, newSubject: (account: ObservedAccount) => SubjectId): Newcomers {
  const made = new Map<AccountKey, SubjectId>()
  const handles = new Set<string>()
  const isFree = (handle: string) => !handles.has(handle) && state.personByHandle(handle) === undefined

  function freeHandle(name: string): string {
    let handle = isFree(name) ? name : `${name} (${target})`
    for (let number = 2; !isFree(handle); number += 1) handle = `${name} (${target} ${number})`
    handles.add(handle)
    return handle
  }

  return {
    personOf(key, kind, account) {
      const known = state.account(key)?.subject ?? made.get(key)
      if (known !== undefined) return { subject: known, drafts: [] }
      const subject = newSubject(account)
      made.set(key, subject)
      return {
        subject,
        drafts: [
          draft('person.registered', { subject, handle: freeHandle(account.name) }),
          draft('account.linked', { subject, account: key, name: account.name, target, kind, proof: 'import' }),
        ],
      }
    },
  }
}
