/** `lower-case-with-hyphens`, ours. */
export type Id = string
/** A place in the charter, e.g. `roles.major.may[0]`: the clause that a decision names. */
export type Clause = string
/** Whom `by`, `to` and `tells` mean: any one of them is enough. */
export type People =
  | { readonly kind: 'role'; readonly role: Id }
  | { readonly kind: 'registered' }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'subject' }
  | { readonly kind: 'relation'; readonly fact: Id }
/** A list of conditions means all of them. */
export type Conditions = readonly Id[]
export type RightRef = { readonly target: Id; readonly right: string }
export type AccountKind = 'staff' | 'personal' | 'bot' | 'service'
export type Mode = 'observe' | 'propose' | 'enforce'
export type PublicField = 'account' | 'role' | 'rights' | 'target' | 'from' | 'until' | 'use_case' | 'clause' | 'decided_by'
