import type { Holding, Holdings } from '../../src/decide/engine/holding.ts'
import type { Question } from '../../src/decide/engine/question.ts'
import { instant } from '../../src/kernel/instant.ts'
import { NOON, type World, type WorldPerson, type WorldQuestion } from './world.ts'

const at = (moment: number | null) => (moment === null ? null : instant(moment))

export function holdingOfPerson({ id, locked, accounts, roles, facts }: WorldPerson): Holding {
  return {
    id,
    names: [],
    locked,
    accounts: accounts.map((account) => ({
      ...account,
      memberships: account.memberships.map(({ group, from, until }) => ({ group, from: at(from), until: at(until) })),
    })),
    roles: roles.map(({ role, from, until }) => ({ role, from: at(from), until: at(until) })),
    facts: Object.entries(facts).map(([fact, value]) => ({ fact, value, asOf: instant(NOON) })),
    statements: [],
  }
}

export function holdingsOfWorld({ people }: World): Holdings {
  return { ledger: 3, stale: null, people: people.map(holdingOfPerson) }
}

export function questionOf(question: WorldQuestion): Question {
  return { ...question, now: instant(question.now) }
}
