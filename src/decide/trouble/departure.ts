import type { Clause, Id } from '../../charter/model.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { draft, type AccountKey, type Draft, type SubjectId } from '../../ledger/entry.ts'
import type { LockConfirmation } from '../../ledger/state.ts'
import type { Decision } from '../decision.ts'
import { hasWritRight } from '../grant.ts'
import { holdersOf, isGiven } from '../holding.ts'
import { powersOver } from '../power.ts'
import { actingPerson, handleOf, lacking, refused, type Actor, type Known } from '../question.ts'
import { allowed } from './ruling.ts'

const CLAUSE = 'accounts'

/**
 * May this actor record that a person left? The operator, who hears it from those who keep the staff list; the person; whoever may say whose an
 * account is (`link-accounts` on `writ`); whoever may suspend the person. What follows is the same: it ends everything and gives nobody anything.
 */
export function decideDeparture(known: Known, actor: Actor, subject: SubjectId): Decision {
  const { state, now } = known
  const departed = state.person(subject)?.departed
  if (departed !== undefined)
    return refused([{ clause: CLAUSE, text: `${handleOf(state, subject)} has left already, on ${formatInstant(departed)}` }])
  if (actor.kind === 'operator') return allowed(CLAUSE, 'on the word of the operator')
  if (actor.subject === subject) return allowed(CLAUSE, 'everybody may leave')
  if (hasWritRight(known, actor.subject, 'link-accounts')) return allowed('writ.link-accounts', 'says whose accounts are whose')
  const power = state
    .grantsOf(subject)
    .filter((grant) => isGiven(grant, now))
    .flatMap((grant) => powersOver(known, 'suspend', grant.role, actor.subject, subject))
    .find((one) => one.power.stages.length === 0)
  if (power !== undefined) return allowed(power.clause, 'may suspend this person')
  return refused(
    [
      {
        clause: CLAUSE,
        text: 'only the operator, the person, holders of `link-accounts` on `writ` and those who may suspend the person record that somebody left',
      },
    ],
    [lacking('authority', 'the right `writ.link-accounts` or a power to suspend')],
  )
}

/** May this actor record that somebody is back? As for leaving, but nobody for themselves. */
export function decideReturn(known: Known, actor: Actor, subject: SubjectId): Decision {
  if (known.state.person(subject)?.departed === undefined)
    return refused([{ clause: CLAUSE, text: `${handleOf(known.state, subject)} has not left` }])
  if (actingPerson(actor) === subject)
    return refused([{ clause: CLAUSE, text: 'somebody else has to say so: their own accounts are locked' }])
  if (actor.kind === 'operator') return allowed(CLAUSE, 'on the word of the operator; nothing comes back by itself')
  if (hasWritRight(known, actor.subject, 'link-accounts')) return allowed('writ.link-accounts', 'nothing comes back by itself')
  return refused(
    [{ clause: CLAUSE, text: 'only the operator and holders of `link-accounts` on `writ` record that somebody is back' }],
    [lacking('authority', 'the right `writ.link-accounts`')],
  )
}

/** A person and the bots that are persons of their own and for which nobody else answers. */
export function withBots({ state }: Pick<Known, 'state'>, subject: SubjectId): readonly SubjectId[] {
  const bots = state.operatedBy(subject).flatMap((account) => state.account(account)?.subject ?? [])
  const alone = bots.filter((bot) => state.accountsOf(bot).every(({ key }) => state.operatorOf(key) === subject))
  return [subject, ...new Set(alone.filter((bot) => bot !== subject))]
}

/** The accounts that a departure locks: all of the person, and those for which they answer. */
export function accountsLeaving({ state }: Pick<Known, 'state'>, subject: SubjectId): readonly AccountKey[] {
  const own = withBots({ state }, subject).flatMap((one) => state.accountsOf(one).map(({ key }) => key))
  return [...new Set([...own, ...state.operatedBy(subject)])]
}

/**
 * The entries of a departure: every grant ends, every account is locked, with those of the bots the person answers for; what they asked for and
 * what was proposed for them is over. It waits for nobody, also not for the last holder of anything.
 */
export function departureDrafts(
  known: Known,
  subject: SubjectId,
  why: {
    readonly decidedBy: string
    readonly reason: string | undefined
    readonly clause?: Clause
    /** Of a second factor of whoever says so. */
    readonly evidence?: string
  },
): readonly Draft[] {
  const { state, now } = known
  const people = withBots(known, subject)
  const from = formatInstant(now)
  const shared = { from, clause: why.clause ?? CLAUSE, decided_by: [why.decidedBy], cause: 'departed' }
  const left = 'the person left'
  return [
    draft('person.departed', {
      subject,
      from,
      decided_by: [why.decidedBy],
      ...(why.reason === undefined ? {} : { reason: why.reason }),
      ...(why.evidence === undefined ? {} : { evidence: why.evidence }),
    }),
    ...people.flatMap((one) =>
      state
        .grantsOf(one)
        .filter((grant) => isGiven(grant, now))
        .map((grant) => draft('grant.ended', { subject: one, grant: grant.id, ...shared })),
    ),
    ...accountsLeaving(known, subject)
      .filter((key) => state.account(key)?.locked === false)
      .map((account) => draft('account.locked', { account, reason: left })),
    ...people.flatMap((one) =>
      state
        .requestsOf(one)
        .filter(({ closed }) => closed === undefined)
        .map(({ id }) => draft('request.closed', { request: id, outcome: 'withdrawn', reason: left, clause: CLAUSE })),
    ),
    ...[...state.proposals()]
      .filter((proposal) => people.includes(proposal.subject))
      .map(({ id }) => draft('proposal.closed', { proposal: id, outcome: 'withdrawn', reason: left, clause: CLAUSE })),
  ]
}

/** What somebody must take over. */
export interface Handover {
  readonly role: Id
  readonly text: string
}

/** What nobody else does once a person is gone: roles that they alone hold, and bots they answer for. Asked before the departure. */
export function handoverOf(known: Known, subject: SubjectId): readonly Handover[] {
  const { charter, state, now } = known
  const roles = [
    ...new Set(
      state
        .grantsOf(subject)
        .filter((grant) => isGiven(grant, now))
        .map(({ role }) => role),
    ),
  ]
  const alone = roles.filter((role) => holdersOf(charter, state, role, now).every((holder) => holder === subject))
  const bots = state.operatedBy(subject).flatMap((key) => state.account(key) ?? [])
  return [
    ...alone.map((role) => ({ role, text: `nobody else is ${charter.roles.get(role)?.title ?? role}` })),
    ...bots.map(({ name, target }) => ({ role: 'bot', text: `the bot \`${name}\` on \`${target}\` needs somebody who answers for it` })),
  ]
}

/** How far a departure is on one account. */
export interface AccountProgress {
  readonly account: AccountKey
  readonly name: string
  readonly target: Id
  /** Groups that it is still known to be in. */
  readonly groups: readonly string[]
  readonly locked: LockConfirmation | undefined
  /** A person was asked to lock it: the entry. */
  readonly asked: number | undefined
  readonly done: boolean
}

/** A departure is done only when every target says that the account is out of its groups and locked, or a named person confirmed it. */
export function departureProgress(
  { state, now }: { readonly state: Known['state']; readonly now: Instant },
  subject: SubjectId,
): readonly AccountProgress[] {
  return accountsLeaving({ state }, subject).flatMap((key) => {
    const account = state.account(key)
    if (account === undefined) return []
    const groups = [...state.targetState(account.target).knownAll()]
      .filter((one) => one.account === key && one.present && (one.until === undefined || now < one.until))
      .map(({ group }) => group)
    const locked = state.lockOf(key)
    const done = groups.length === 0 && locked !== undefined
    return [{ account: key, name: account.name, target: account.target, groups, locked, asked: state.lockAsked(key)?.seq, done }]
  })
}
