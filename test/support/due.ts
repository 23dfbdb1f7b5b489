/** What falls due, for tests: facts are given by hand, time is data, and what is due is recorded as the job would. */
import { evaluateCondition } from '../../src/charter/conditions.ts'
import type { Charter } from '../../src/charter/model.ts'
import { due } from '../../src/decide/due/due.ts'
import type { Duty, KnownForDue } from '../../src/decide/due/duty.ts'
import { holds } from '../../src/decide/holding.ts'
import type { Lookup } from '../../src/charter/condition-env.ts'
import type { Json } from '../../src/kernel/json.ts'
import type { Book } from './book.ts'
import { textHash } from './observed.ts'

/** subject -> fact -> value; null = read and not there; what is not named is unknown. */
export type FactsByHand = Readonly<Record<string, Readonly<Record<string, Json>>>>

export function knownForDue(charter: Charter, book: Book, facts: FactsByHand = {}): KnownForDue {
  const { state, now } = book
  const fact = (id: string, subject: string): Lookup => {
    const value = facts[subject]?.[id]
    if (value === undefined) return { kind: 'unknown', why: 'nobody said' }
    return value === null ? { kind: 'absent' } : { kind: 'value', value, asOf: now }
  }
  const nothing: Lookup = { kind: 'unknown', why: 'not asked here' }
  return {
    charter,
    state,
    now,
    versionOf: textHash,
    sources: new Map(),
    fact,
    related: (id, subject) => {
      const found = fact(id, subject)
      return found.kind === 'value' ? (found.value as readonly string[]) : undefined
    },
    test: (condition, subject) =>
      evaluateCondition(charter, condition, {
        now,
        subject: [subject],
        fact: (id) => fact(id, subject),
        holds: (role) => holds(charter, state, subject, role, now),
        statement: (statement) => state.statements(subject, statement).some(({ until }) => until === undefined || now < until),
        resource: () => nothing,
        action: () => nothing,
        context: () => nothing,
      }).truth,
  }
}

/** Records what is due until nothing is; answers all of it. */
export function carryOut(charter: Charter, book: Book, facts: FactsByHand = {}): readonly Duty[] {
  const done: Duty[] = []
  for (let round = 0; round < 50; round += 1) {
    const duties = due(knownForDue(charter, book, facts))
    if (duties.length === 0) return done
    book.add(...duties.flatMap(({ drafts }) => drafts))
    done.push(...duties)
  }
  throw new Error(`there is always more to do: ${JSON.stringify(done.at(-1))}`)
}
