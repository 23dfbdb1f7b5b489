import type { AccountKind, Requirement } from '../../charter/model.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type SubjectId } from '../../ledger/entry.ts'
import type { Account, Grant } from '../../ledger/state.ts'
import { isGiven } from '../holding.ts'
import { handleOf, type Known } from '../question.ts'
import { departureDrafts } from '../trouble/departure.ts'
import { noticeOver, openSince } from './conditions.ts'
import { CLOCK, duty, told, type Duty, type KnownForDue } from './duty.ts'

/**
 * What a kind of account asks of its owner (`accounts.KIND.requires`): once it is proven false and its notice is over, accounts of that kind are
 * locked everywhere and what only they could hold ends. Whoever has no other account is gone: that is how somebody leaves of whom nobody told Writ.
 */
export function* accounts(known: KnownForDue): Iterable<Duty> {
  const { charter, state } = known
  for (const [kind, block] of charter.accounts) {
    if (block.requires.length === 0) continue
    for (const person of state.people()) {
      if (person.departed !== undefined) continue
      const theirs = state.accountsOf(person.subject).filter((account) => account.kind === kind && !account.locked)
      if (theirs.length > 0) yield* ofPerson(known, person.subject, kind, block.requires, theirs)
    }
  }
}

function* ofPerson(
  known: KnownForDue,
  subject: SubjectId,
  kind: AccountKind,
  requires: readonly Requirement[],
  theirs: readonly Account[],
): Iterable<Duty> {
  const { charter, state, now } = known
  // notices about a person stand at the genesis, the only entry that every ledger has
  const about = 0
  for (const rule of requires) {
    const waived = state.exceptions(subject, rule.condition).some(({ until }) => now < until)
    const truth = waived ? true : known.test(rule.condition, subject)
    const since = openSince(known, about, rule, subject)
    const clause = `accounts.${kind}.requires`
    const text = `${handleOf(state, subject)}: not fulfilled: ${charter.conditions.get(rule.condition)?.text ?? rule.condition}`
    if (truth === true && since !== undefined)
      yield duty('account', clause, `${handleOf(state, subject)}: fulfilled again`, [
        told(subject, about, `requires/${rule.condition}/met`),
      ])
    if (truth !== false) continue
    const news = since === undefined ? [told(subject, about, `requires/${rule.condition}/violated`)] : []
    if (rule.then === 'report' || !noticeOver(rule.notice, since, now)) {
      if (news.length > 0) yield duty('account', clause, text, news)
      continue
    }
    if (isAllTheyHave(known, subject, kind)) {
      const departure = departureDrafts(known, subject, { decidedBy: CLOCK, reason: text, clause })
      yield duty('account', clause, `${text}; they left: accounts are locked and all they held ends`, [...news, ...departure], true)
      return
    }
    const locked = theirs.map((account) => draft('account.locked', { account: account.key, reason: text }))
    const ended = state.grantsOf(subject).filter((grant) => isGiven(grant, now) && isOnlyBy(known, grant, kind, theirs))
    const ends = ended.map((grant) =>
      draft('grant.ended', { subject, grant: grant.id, from: formatInstant(now), clause, decided_by: [CLOCK], cause: 'departed' }),
    )
    yield duty('account', clause, `${text}; accounts are locked and what they held ends`, [...news, ...locked, ...ends], true)
    return
  }
}

/** Whether a grant needs an account of this kind: it is bound to one of them, or its role allows no other kind. */
function isOnlyBy({ charter }: Known, grant: Grant, kind: AccountKind, theirs: readonly Account[]): boolean {
  if (grant.account !== undefined) return theirs.some(({ key }) => key === grant.account)
  const allowed = charter.roles.get(grant.role)?.account
  return allowed !== undefined && allowed !== 'any' && allowed.every((one) => one === kind)
}

/** Whether a person has no account of another kind that is in use; a bot they answer for goes with them. */
function isAllTheyHave({ state }: Known, subject: SubjectId, kind: AccountKind): boolean {
  return state.accountsOf(subject).every((account) => account.kind === kind || account.locked || state.operatorOf(account.key) === subject)
}
