import type { AccountKind, Charter, Id } from '../charter/model.ts'
import type { Roster, RosterPerson } from '../charter/roster.ts'
import { endOfDay, startOfDay } from '../kernel/day.ts'
import { formatInstant, instant, type Instant } from '../kernel/instant.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { Entry } from '../ledger/entry.ts'
import { emptyState, foldEntry } from '../ledger/fold.ts'
import type { State } from '../ledger/state.ts'

const BEGUN = instant(0)

/** Somebody of whom nothing is known but accounts and roles with their times. */
export interface PersonOnPaper {
  readonly handle: string
  /** Their roles are without effect. */
  readonly isSuspended?: boolean
  /** None = one everywhere, of a kind that the roles allow. */
  readonly accounts: RosterPerson['accounts']
  readonly roles: readonly RoleOnPaper[]
}

export interface RoleOnPaper {
  readonly role: Id
  readonly from: Instant | undefined
  readonly until: Instant | undefined
  /** Fewer targets than the role gives. */
  readonly targets?: readonly Id[] | undefined
}

/**
 * The state of a ledger in which a roster were all that ever happened: its people, their accounts, a founding grant for each of their roles. The
 * subject of a person is their handle. Somebody without any account is taken to have one everywhere, of a kind that their roles allow.
 */
export function stateOfRoster(charter: Charter, roster: Roster, now: Instant): State {
  const people = roster.people.map(({ handle, standing, accounts, roles }) => ({
    handle,
    isSuspended: standing === 'suspended',
    accounts,
    roles: roles.map(({ role, from, until }) => ({
      role,
      from: from === undefined ? undefined : startOfDay(from),
      until: until === undefined ? undefined : endOfDay(until),
    })),
  }))
  return stateOnPaper(charter, people, now)
}

/** The same for people whose roles begin and end at moments. */
export function stateOnPaper(charter: Charter, people: readonly PersonOnPaper[], now: Instant): State {
  const state = emptyState()
  const origin = { channel: 'import', identity: 'operator:roster' } as const
  const suspensions = people.flatMap(({ handle, isSuspended }) => (isSuspended === true ? [suspensionOf(handle)] : []))
  for (const { type, fields } of [...people.flatMap((person) => draftsOf(charter, person)), ...suspensions])
    foldEntry(state, { seq: state.size, at: now, type, sealed: false, fields, origin } as Entry)
  return state
}

function draftsOf(charter: Charter, person: PersonOnPaper): readonly Draft[] {
  const accounts = person.accounts.length > 0 ? person.accounts : supposedAccounts(charter, person)
  return [
    draft('person.registered', { subject: person.handle, handle: person.handle }),
    ...accounts.map(({ target, name, kind }) =>
      draft('account.linked', { subject: person.handle, account: `${target}:${name}`, name, kind, target, proof: 'import' }),
    ),
    ...person.roles.map(({ role, from, until, targets }) =>
      draft('grant.made', {
        subject: person.handle,
        role,
        ...(targets === undefined ? {} : { target: [...targets] }),
        from: formatInstant(from ?? BEGUN),
        ...(until === undefined ? {} : { until: formatInstant(until) }),
        clause: `roles.${role}`,
        decided_by: ['operator:roster'],
        door: 'founding',
        rights: [],
      }),
    ),
  ]
}

function suspensionOf(handle: string): Draft {
  const why = { cause: 'investigation', reason: 'the roster says so', clause: 'suspension' }
  return draft('suspension.started', { subject: handle, ...why, decided_by: ['operator:roster'] })
}

function supposedAccounts(charter: Charter, person: PersonOnPaper): readonly { target: Id; name: string; kind: AccountKind }[] {
  const wanted = person.roles.flatMap(({ role }) => {
    const kinds = charter.roles.get(role)?.account ?? 'any'
    return kinds === 'any' ? [] : [kinds[0] ?? 'personal']
  })
  const kinds: readonly AccountKind[] = wanted.length === 0 ? ['personal'] : [...new Set(wanted)]
  return [...charter.targets.keys()].flatMap((target) => kinds.map((kind) => ({ target, name: nameOf(person, kind, kinds), kind })))
}

function nameOf({ handle }: PersonOnPaper, kind: AccountKind, kinds: readonly AccountKind[]): string {
  return kinds.length === 1 ? handle : `${handle} (${kind})`
}
