import type { Id } from '../charter/model.ts'

/**
 * What an account can hold in the model: a role by its id, a group that no role gives as `TARGET.GROUP`, or one of the standings below, which
 * no id and no group can be called.
 */
export type Item = string

/** Everybody with an account; held by every account of the model. */
export const ANYBODY: Item = ':anybody'
/** A known person: facts that others set may be true of them. New accounts never have it. */
export const ATTESTED: Item = ':attested'
/** Stands in a relation (manager, director) to somebody: assumed of a rogue as soon as there are two of them. */
export const RELATED: Item = ':related'
/** Honest people outside the charter whom a relation names; membership rules cannot touch them. */
export const OUTSIDE: Item = ':outside'
/** May rewrite the charter, and so everything. */
export const CHARTER: Item = ':charter'
/** Can make accounts without limit, though not everybody can. */
export const ACCOUNTS: Item = ':accounts'
/** Held by nobody. */
export const NOBODY: Item = ':nobody'

/** Held the role when the analysis began, and so meets what it requires as far as facts go. */
export function held(role: Id): Item {
  return `:held ${role}`
}

/** Can act as everybody who has an account on a target. */
export function actsAs(target: Id): Item {
  return `${ACTS_AS}${target}`
}

/** The target on which an item lets its holder act as everybody; undefined for every other item. */
export function actsAsOn(item: Item): Id | undefined {
  return item.startsWith(ACTS_AS) ? item.slice(ACTS_AS.length) : undefined
}

const ACTS_AS = ':acts as '

export function isStanding(item: Item): boolean {
  return item.startsWith(':')
}
