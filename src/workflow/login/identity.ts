import type { Id } from '../../charter/model.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { loginKey } from '../../ledger/login.ts'
import type { State } from '../../ledger/state.ts'

/** Somebody at a server that says who people are: by an id that never changes there. */
export interface LoginIdentity {
  /** The server, as the settings call it. */
  readonly provider: string
  /** The target whose accounts it speaks of; undefined = an account there opens Writ and nothing else. */
  readonly target: Id | undefined
  readonly id: string
  /** What the target calls the account. Facts may be told by that name, so it comes from the target itself; else it is the id again. */
  readonly name: string
  /** What they are called there; to be shown, and a proposal of what to call them here. */
  readonly handle: string
}

export function identityKey({ provider, target, id }: Pick<LoginIdentity, 'provider' | 'target' | 'id'>): string {
  return target === undefined ? loginKey(provider, id) : `${target}:${id}`
}

export type Admission =
  /** Suspended persons too: they may see what is kept and said about them. */
  | { readonly kind: 'known'; readonly subject: SubjectId }
  /** Nobody here has this account. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'departed' }
  | { readonly kind: 'locked' }

/** Whom an identity belongs to: the one who has this very account, joined by its id, on their own proof or the operator's word. */
export function admit(state: State, identity: Pick<LoginIdentity, 'provider' | 'target' | 'id'>): Admission {
  const account = state.account(identityKey(identity))
  // whoever may link accounts would otherwise come in as anybody, by an account of their own
  if (account === undefined || account.attested) return { kind: 'unknown' }
  if (account.locked) return { kind: 'locked' }
  return state.person(account.subject)?.departed === undefined ? { kind: 'known', subject: account.subject } : { kind: 'departed' }
}
