import type { AccountKind, Charter, Id } from '../charter/model.ts'
import { nearest } from '../kernel/nearest.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { draft, type Draft, type SubjectId } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import type { Randomness } from '../kernel/hashing.ts'
import type { ObservedAccount } from '../reconcile/target.ts'
import type { Instance } from './instance.ts'
import { newSubject } from './ids.ts'

/** A person known by handle, or an explanation with the nearest one. */
export function findPerson(state: State, handle: string): Result<SubjectId, string> {
  const person = state.personByHandle(handle)
  if (person !== undefined) return ok(person.subject)
  const near = nearest(handle, handlesOf(state))
  return err(`nobody is called \`${handle}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`)
}

function* handlesOf(state: State): Iterable<string> {
  for (const person of state.people()) if (person.handle !== undefined) yield person.handle
}

/** What is written to make a newcomer known: the person and the accounts seen on targets. */
export interface Newcomer {
  readonly subject: SubjectId
  readonly drafts: readonly Draft[]
}

/** An account found on a target under a name. */
export interface FoundAccount {
  readonly target: Id
  readonly account: ObservedAccount
}

/**
 * Looks a name up on the connected targets, since a right can only take effect on an account that exists. Targets that do not answer are
 * returned as problems: an account that could not be looked for is not taken to be absent.
 */
export async function lookUpAccounts(
  instance: Instance,
  targets: readonly Id[],
  name: string,
): Promise<{ readonly found: readonly FoundAccount[]; readonly problems: readonly string[] }> {
  const found: FoundAccount[] = []
  const problems: string[] = []
  for (const id of targets) {
    const target = instance.targets.get(id)
    if (target === undefined) continue
    const answer = await target.lookUp([name])
    if (!answer.ok) problems.push(`${id}: ${answer.error.message}`)
    for (const account of answer.ok ? answer.value.values() : []) found.push({ target: id, account })
  }
  return { found, problems }
}

/** The entries that make a person known with accounts; accounts that somebody already has are left out. */
export function registerPerson(
  charter: Charter,
  state: State,
  randomness: Randomness,
  handle: string,
  accounts: readonly FoundAccount[],
  kindOf: (account: FoundAccount) => AccountKind,
): Newcomer {
  const subject = newSubject(randomness)
  const links = accounts.filter(
    ({ target, account }) => charter.targets.has(target) && state.account(`${target}:${account.id}`) === undefined,
  )
  return {
    subject,
    drafts: [
      draft('person.registered', { subject, handle }),
      ...links.map((found) => linkDraft(subject, found, kindOf(found), 'operator')),
    ],
  }
}

export function linkDraft(
  subject: SubjectId,
  { target, account }: FoundAccount,
  kind: AccountKind | 'login',
  proof: 'both-sides' | 'attested' | 'operator' | 'import',
): Draft {
  return draft('account.linked', { subject, account: `${target}:${account.id}`, name: account.name, target, kind, proof })
}

/** The kind of a new account where nobody said it: the only declared kind, else `personal`. */
export function usualKind(charter: Charter): AccountKind {
  const kinds = [...charter.accounts.keys()]
  return kinds.length === 1 && kinds[0] !== undefined ? kinds[0] : 'personal'
}
