import { formatInstant } from '../../kernel/instant.ts'
import { draft, type SubjectId } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { isGiven } from '../holding.ts'
import { handleOf, personBehind, type Known } from '../question.ts'
import { CLOCK, duty, givenGrants, type Duty, type KnownForDue } from './duty.ts'

/**
 * What ends with somebody else’s office: deputies with their principal (`deputies_of`), bots with whoever answers for them. Never waits for a fact.
 */
export function* dependents(known: KnownForDue): Iterable<Duty> {
  const { state, now } = known
  for (const { grant, role } of givenGrants(known)) {
    const why = deputyWithout(known, grant, role.deputiesOf) ?? botWithout(known, grant)
    if (why === undefined) continue
    yield duty('expiry', why.clause, why.text, [
      draft('grant.ended', {
        subject: grant.subject,
        grant: grant.id,
        from: formatInstant(now),
        clause: why.clause,
        decided_by: [CLOCK],
        cause: why.cause,
        reason: why.text,
      }),
    ])
  }
  for (const { subject } of state.people())
    for (const account of state.accountsOf(subject)) {
      const operator = state.operatorOf(account.key)
      if (operator === undefined || account.locked || state.person(operator)?.departed === undefined) continue
      const text = `nobody answers for the bot \`${account.name}\`: ${handleOf(state, operator)} has left`
      yield duty('account', 'accounts.bot', text, [draft('account.locked', { account: account.key, reason: text })])
    }
}

interface Why {
  readonly clause: string
  readonly text: string
  readonly cause: string
}

/** The principal is whoever held the office and decided on the deputy; where nobody such decided, the office as a whole. */
function deputyWithout({ state, now }: Known, grant: Grant, office: string | undefined): Why | undefined {
  if (office === undefined) return undefined
  const holding = (person: SubjectId) => state.grantsOf(person).some((one) => one.role === office && isGiven(one, now))
  const ever = (person: SubjectId) => state.grantsOf(person).some((one) => one.role === office)
  const principals = grant.decidedBy.flatMap((identity) => personBehind(identity) ?? []).filter(ever)
  const stands = principals.length > 0 ? principals.some(holding) : [...state.grantsOfRole(office)].some((one) => isGiven(one, now))
  if (stands) return undefined
  const whose =
    principals[0] === undefined ? `nobody is \`${office}\` any more` : `${handleOf(state, principals[0])} is no longer \`${office}\``
  return {
    clause: `roles.${grant.role}.deputies_of`,
    text: `${whose}, so ${handleOf(state, grant.subject)} is no deputy`,
    cause: 'not-needed',
  }
}

/** A bot that is a person of its own and for all of whose accounts answer people who left. */
function botWithout({ state }: Known, grant: Grant): Why | undefined {
  const accounts = state.accountsOf(grant.subject)
  const operators = accounts.map(({ key }) => state.operatorOf(key))
  const [first] = operators
  if (first === undefined || !operators.every((one) => one !== undefined && state.person(one)?.departed !== undefined)) return undefined
  return { clause: 'accounts.bot', text: `nobody answers for the bot: ${handleOf(state, first)} has left`, cause: 'departed' }
}
