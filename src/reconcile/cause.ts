import type { Charter, Id } from '../charter/model.ts'
import type { TargetEffects, Withheld } from '../decide/effect.ts'
import type { Instant } from '../kernel/instant.ts'
import type { AccountKey } from '../ledger/entry.ts'
import type { Grant, State } from '../ledger/state.ts'
import type { Cause, LineReason } from './plan-value.ts'

export interface Why {
  readonly cause: Cause
  readonly because: LineReason
}

export interface CauseInput {
  readonly charter: Charter
  readonly target: Id
  readonly state: State
  readonly effects: TargetEffects
  readonly now: Instant
}

const FROM_WITHHELD: Readonly<Record<Withheld['cause'], readonly [Cause, string]>> = {
  'not-begun': ['ended', 'has not begun'],
  expired: ['expired', 'has run out'],
  suspended: ['suspended', 'is without effect: its holder is suspended'],
  compromised: ['compromised', 'is without effect: its holder’s account is compromised'],
  departed: ['departed', 'is without effect: its holder has left'],
  locked: ['locked', 'is without effect: the account is locked'],
  'account-kind': ['unlinked', 'may not be held on this kind of account'],
  'no-account': ['unlinked', 'has no account here'],
  'not-theirs': ['unlinked', 'is bound to an account that is not its holder’s'],
  paused: ['paused', 'is paused by a condition'],
  condition: ['paused', 'is without effect: a condition is not fulfilled'],
  dormant: ['ended', 'is dormant'],
  outranked: ['outranked', 'is without effect: a higher role has effect instead'],
}

/** Why a membership that Writ made should not stand any more: the grant behind it, or what became of the person or the account. */
export function causeOfRemoval(input: CauseInput): (key: AccountKey, group: string) => Why {
  const { charter, target, state, effects, now } = input
  let withheld: ReadonlyMap<number, Withheld> | undefined
  return (key, group) => {
    withheld ??= new Map(effects.withheld.map((one) => [one.grant, one]))
    const account = state.account(key)
    if (account === undefined) return plain('unlinked', 'accounts', 'the account belongs to nobody known any more')
    const subject = account.subject
    const grants = state.grantsOf(subject).filter((grant) => reaches(charter, grant, target, group, key))
    const grant = grants.findLast((one) => one.ended === undefined) ?? grants.at(-1)
    const personal = ofPerson(state, subject, account.locked, grant, now)
    if (personal !== undefined) return personal
    if (grant === undefined)
      return plain('charter-changed', `groups.${target}.${group}`, 'no role of this person gives this group any more')
    if (grant.ended !== undefined) return ofEnded(grant, grant.ended.cause)
    const hindrance = withheld.get(grant.id)
    if (hindrance === undefined) return why('unlinked', `roles.${grant.role}.account`, grant, 'has effect on another account')
    const [cause, text] = FROM_WITHHELD[hindrance.cause]
    return why(cause, hindrance.clause, grant, text)
  }
}

function reaches(charter: Charter, grant: Grant, target: Id, group: string, key: AccountKey): boolean {
  if (charter.roles.get(grant.role)?.gives.get(target)?.includes(group) !== true || grant.targets?.includes(target) === false) return false
  return grant.account === undefined || !grant.account.startsWith(`${target}:`) || grant.account === key
}

function ofPerson(state: State, subject: string, locked: boolean, grant: Grant | undefined, now: Instant): Why | undefined {
  const reason = (cause: Cause, clause: string, text: string): Why => ({
    cause,
    because: { grant: grant?.id, role: grant?.role, clause, text },
  })
  const departed = state.person(subject)?.departed
  if (departed !== undefined && departed <= now) return reason('departed', 'accounts', 'the holder has left')
  const suspension = state.suspensionOf(subject)
  if (suspension !== undefined)
    return suspension.cause === 'compromised'
      ? reason('compromised', 'suspension', 'the holder’s account is compromised')
      : reason('suspended', 'suspension', 'the holder is suspended')
  return locked ? reason('locked', 'accounts', 'the account is locked') : undefined
}

function ofEnded(grant: Grant, ended: string): Why {
  const cause: Cause =
    ended === 'expired' || ended === 'departed' ? ended : ended === 'misuse' || ended === 'suspended' ? 'suspended' : 'ended'
  return why(cause, grant.clause, grant, `ended: ${ended}`)
}

function why(cause: Cause, clause: string, grant: Grant, text: string): Why {
  return { cause, because: { grant: grant.id, role: grant.role, clause, text: `grant ${grant.id} of role \`${grant.role}\` ${text}` } }
}

function plain(cause: Cause, clause: string, text: string): Why {
  return { cause, because: { grant: undefined, role: undefined, clause, text } }
}
