import type { AccountKind, Charter, Id } from '../charter/model.ts'
import type { Roster, RosterPerson } from '../charter/roster.ts'
import { endOfDay, startOfDay } from '../kernel/day.ts'
import { formatInstant, instant, type Instant } from '../kernel/instant.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { Entry } from '../ledger/entry.ts'
import { emptyState, foldEntry } from '../ledger/fold.ts'
import type { State } from '../ledger/state.ts'

const BEGUN = instant(0)

/**
 * The state of a ledger in which a roster were all that ever happened: its people, their accounts, a founding grant for each of their roles. The
 * subject of a person is their handle. Somebody without any account is taken to have one everywhere, of a kind that their roles allow.
 */
export function stateOfRoster(charter: Charter, roster: Roster, now: Instant): State {
  const state = emptyState()
  const origin = { channel: 'import', identity: 'operator:roster' } as const
  for (const { type, fields } of roster.people.flatMap((person) => draftsOf(charter, person)))
    foldEntry(state, { seq: state.size, at: now, type, sealed: false, fields, origin } as Entry)
  return state
}

function draftsOf(charter: Charter, person: RosterPerson): readonly Draft[] {
  const accounts = person.accounts.length > 0 ? person.accounts : supposedAccounts(charter, person)
  return [
    draft('person.registered', { subject: person.handle, handle: person.handle }),
    ...accounts.map(({ target, name, kind }) =>
      draft('account.linked', { subject: person.handle, account: `${target}:${name}`, name, kind, target, proof: 'import' }),
    ),
    ...person.roles.map(({ role, from, until }) =>
      draft('grant.made', {
        subject: person.handle,
        role,
        from: formatInstant(from === undefined ? BEGUN : startOfDay(from)),
        ...(until === undefined ? {} : { until: formatInstant(endOfDay(until)) }),
        clause: `roles.${role}`,
        decided_by: ['operator:roster'],
        door: 'founding',
        rights: [],
      }),
    ),
  ]
}

function supposedAccounts(charter: Charter, person: RosterPerson): readonly { target: Id; name: string; kind: AccountKind }[] {
  const wanted = person.roles.flatMap(({ role }) => {
    const kinds = charter.roles.get(role)?.account ?? 'any'
    return kinds === 'any' ? [] : [kinds[0] ?? 'personal']
  })
  const kinds: readonly AccountKind[] = wanted.length === 0 ? ['personal'] : [...new Set(wanted)]
  return [...charter.targets.keys()].flatMap((target) => kinds.map((kind) => ({ target, name: nameOf(person, kind, kinds), kind })))
}

function nameOf({ handle }: RosterPerson, kind: AccountKind, kinds: readonly AccountKind[]): string {
  return kinds.length === 1 ? handle : `${handle} (${kind})`
}
