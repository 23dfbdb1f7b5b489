import type { Charter, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import type { Day } from '../kernel/day.ts'
import { rolesNeeded } from './conditions.ts'

/** Somebody who holds roles when the analysis begins. Persons, not logins: Writ grants to a person and counts a person once. */
export interface Holder {
  readonly name: string
  readonly roles: readonly Id[]
  /** Invented to hold this role; undefined for people of a roster. */
  readonly standsFor: Id | undefined
  /** Neither acts nor helps. */
  readonly isAbsent?: boolean
  /** The targets on which they have an account; absent or undefined = it is not known, and taken as everywhere. */
  readonly accounts?: readonly Id[] | undefined
  /** Roles of theirs that end by themselves. */
  readonly ending?: readonly Id[]
}

/** Who holds a role now: people of the roster on a day, all of their terms if no day is given. People without a role are left out. */
export function rosterHolders(roster: Roster, on?: Day): readonly Holder[] {
  return roster.people.flatMap((person) => {
    const running = person.roles.filter(
      ({ from, until }) => on === undefined || ((from === undefined || from <= on) && (until === undefined || on <= until)),
    )
    const roles = [...new Set(running.map(({ role }) => role))]
    const ending = running.filter(({ until }) => until !== undefined).map(({ role }) => role)
    const accounts = person.accounts.length === 0 ? undefined : [...new Set(person.accounts.map(({ target }) => target))]
    return roles.length === 0
      ? []
      : [{ name: person.handle, roles, standsFor: undefined, accounts, ending, isAbsent: person.standing !== undefined }]
  })
}

/** Without a roster: two holders a role, one where there is only one seat; each also holds what the role requires its holders to hold. */
export function assumedHolders(charter: Charter): readonly Holder[] {
  return [...charter.roles].flatMap(([id, role]) => {
    const count = role.seats?.limit === 1 ? 1 : 2
    return Array.from({ length: count }, (_, at): Holder => {
      const roles = withNeeded(charter, id, at)
      const ending = roles.filter((one) => charter.roles.get(one)?.term?.ongoing === false)
      return { name: count === 1 ? id : `${id} ${at + 1}`, roles, standsFor: id, ending }
    })
  })
}

/** An invented rogue who holds one role and what it requires, the `nth` of them. */
export function rogueHolder(charter: Charter, role: Id, nth: number): Holder {
  return { name: nth === 1 ? `rogue ${role}` : `rogue ${role} ${nth}`, roles: withNeeded(charter, role, nth - 1), standsFor: role }
}

export const ASSUMED = 'two holders a role'

/** A role and what it depends on; where there is a choice, the holders of the role choose in turn. */
function withNeeded(charter: Charter, id: Id, turn: number): readonly Id[] {
  const roles = new Set<Id>()
  for (let open: readonly Id[] = [id]; open.length > 0;) {
    const next = open.filter((role) => !roles.has(role))
    for (const role of next) roles.add(role)
    open = next.flatMap((role) => {
      const alternatives = rolesNeeded(charter, role)
      return alternatives[turn % Math.max(1, alternatives.length)] ?? []
    })
  }
  return [...roles].filter((role) => charter.roles.has(role))
}
