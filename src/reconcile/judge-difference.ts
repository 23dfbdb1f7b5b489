import { marksBarring, marksKeeping } from '../decide/trouble/mark.ts'
import type { DesiredMembership } from '../decide/effect.ts'
import type { Instant } from '../kernel/instant.ts'
import { causeOfRemoval, type Why } from './cause.ts'
import type { Difference } from './compare.ts'
import { isEarlier, sameEnd, wholeSecond } from './ends.ts'
import { recordedDrift, type DriftChange } from './open-drift.ts'
import type { PlanInput } from './plan-input.ts'
import { urgentCauses, type DriftFinding, type PlanCounts, type PlanLine, type Settled, type Skipped } from './plan-value.ts'
import type { Change } from './target.ts'

/** What became of the differences. */
export interface Judged {
  readonly lines: readonly PlanLine[]
  readonly drift: readonly DriftFinding[]
  readonly gone: readonly number[]
  readonly settled: readonly Settled[]
  readonly skipped: readonly Skipped[]
  readonly vanished: number
  readonly untouched: Omit<PlanCounts['untouched'], 'unmanagedGroup' | 'released'>
}

/** Tells for every difference whether it is ours to apply, drift, settled already, or not ours at all. */
export function judgeDifferences(input: PlanInput, differences: readonly Difference[]): Judged {
  const { target, state, effects, observed, now } = input
  const known = state.targetState(target)
  const policy = input.charter.targets.get(target)?.drift ?? 'ask'
  const expiry = input.expiry ?? true
  const recorded = recordedDrift(state, target)
  const because = causeOfRemoval({ charter: input.charter, target, state, effects, now })
  const lines: PlanLine[] = []
  const drift: DriftFinding[] = []
  const settled: Settled[] = []
  const skipped: Skipped[] = []
  const untouched = { unmanagedAccount: 0, notGiven: 0, notAdopted: 0, left: 0, openDrift: 0 }
  let vanished = 0

  for (const difference of differences) {
    if (!observed.assignable.has(difference.group)) recorded.meetAll(difference.key, difference.group)
    else if (!isManaged(difference)) leaveUnmanaged(difference)
    else if (input.urgent === true) judgeUrgent(difference)
    else judgeRoutine(difference)
  }
  return { lines, drift, gone: recorded.gone().map(({ id }) => id), settled, skipped, vanished, untouched }

  function isManaged({ planned, key }: Difference): boolean {
    if (planned.kinds === undefined) return true
    const kind = state.account(key)?.kind
    return planned.kinds.some((one) => one === kind)
  }

  function leaveUnmanaged(difference: Difference): void {
    const { wanted, stands, group, planned } = difference
    untouched.unmanagedAccount += 1
    if (wanted !== undefined && stands === undefined && input.urgent !== true)
      skip('unmanaged-account', difference, `memberships of \`${group}\` are only managed for ${planned.kinds?.join(' or ')} accounts`)
  }

  function judgeUrgent(difference: Difference): void {
    if (difference.wanted !== undefined || difference.stands === undefined || difference.known?.present !== true) return
    const why = because(difference.key, difference.group)
    if (urgentCauses.has(why.cause)) add(difference, { kind: 'remove', group: difference.group }, why)
  }

  function judgeRoutine(difference: Difference): void {
    const { wanted, stands } = difference
    if (wanted !== undefined && stands !== undefined) judgeEnd(difference, wanted, stands.until)
    else if (wanted !== undefined) judgeAbsent(difference, wanted)
    else if (stands !== undefined) judgeUnwanted(difference, stands.until)
    else {
      if (difference.known !== undefined && !ranOut(difference)) vanished += 1
      settle(difference, false)
    }
  }

  /** It stands and nothing wants it. */
  function judgeUnwanted(difference: Difference, until: Instant | undefined): void {
    const { key, group } = difference
    if (difference.known?.present === true) {
      const why = because(key, group)
      if (urgentCauses.has(why.cause)) return
      if (effects.heldAccounts.has(key) && why.cause !== 'ended')
        skip('held', difference, 'its holder has a role that the charter no longer knows; end that grant first')
      else add(difference, { kind: 'remove', group }, why)
    } else if (!difference.planned.given) untouched.notGiven += 1
    else if (!known.adoptedGroups.has(group)) untouched.notAdopted += 1
    else if (recorded.isLeft(key, group, 'added', undefined)) untouched.left += 1
    else if (report(difference, 'added', until)) add(difference, { kind: 'remove', group }, reverting('added on the target, not by Writ'))
  }

  /** It is wanted and does not stand. */
  function judgeAbsent(difference: Difference, wanted: DesiredMembership): void {
    const { key, group, account } = difference
    const stood = difference.known?.present === true && !ranOut(difference)
    // A grant newer than the last confirmation was never confirmed itself: giving it is ours.
    const takenAway = stood && wanted.because.grant < (difference.known?.seq ?? 0)
    // What was reported as removed is missing for all to see: it says nothing of this listing any more.
    if (stood && !recorded.isOpen(key, group, 'removed') && !recorded.isLeft(key, group, 'removed', wanted.because.grant)) vanished += 1
    if (account === undefined || wanted.hold || account.locked) recorded.meetAll(key, group)
    if (account === undefined) return skip('account-missing', difference, `no account with this id is on \`${target}\` any more`)
    if (wanted.hold) return skip('held', difference, 'something about it is not known: nothing is given until it is')
    if (account.locked) return skip('locked', difference, 'the account is locked on the target')
    const change: Change = { kind: 'add', group, until: expiry ? wholeSecond(wanted.until) : undefined }
    if (!takenAway) return add(difference, change, granted(wanted, 'granted'))
    if (isLeft(difference, 'removed', wanted)) return
    if (report(difference, 'removed', undefined)) add(difference, change, reverting('removed on the target, not by Writ'))
  }

  /** It stands and is wanted: the ends may differ, or Writ never recorded that it stands. */
  function judgeEnd(difference: Difference, wanted: DesiredMembership, until: Instant | undefined): void {
    const confirmed = difference.known?.present === true ? difference.known : undefined
    if (!expiry || sameEnd(wanted.until, until)) return settle(difference, true)
    const change: Change = { kind: 'set-end', group: difference.group, until: wholeSecond(wanted.until) }
    const byTarget = confirmed !== undefined && !sameEnd(confirmed.until, until)
    const byOthers = difference.planned.shared && confirmed === undefined && isEarlier(wanted.until, until)
    if (!byTarget && !byOthers) return add(difference, change, granted(wanted, confirmed === undefined ? 'granted' : 'end-changed'))
    if (isLeft(difference, 'end-changed', wanted)) return
    if (report(difference, 'end-changed', until)) add(difference, change, reverting('given another end on the target, not by Writ'))
  }

  function isLeft({ key, group }: Difference, change: DriftChange, wanted: DesiredMembership): boolean {
    const left = recorded.isLeft(key, group, change, wanted.because.grant)
    if (left) untouched.left += 1
    return left
  }

  /** Puts drift down once; answers whether it is to be reverted. What an adoption left for decision never is. */
  function report(difference: Difference, change: DriftChange, until: Instant | undefined): boolean {
    const { key, group, account, planned } = difference
    const rule = isMarked(difference) ? 'revert' : policy
    const open = recorded.meet(key, group, change)
    const found = planned.shared && (change === 'added' || (change === 'end-changed' && isLengthened(key, group, until)))
    if (open !== undefined) {
      untouched.openDrift += 1
      const leftByAdoption = change === 'added' && known.adoptedAt !== undefined && open.at <= known.adoptedAt
      return rule === 'revert' && !found && !leftByAdoption
    }
    const subject = state.account(key)?.subject
    const alarm = subject !== undefined && (state.suspensionOf(subject) !== undefined || state.person(subject)?.departed !== undefined)
    const ref = { id: account?.id ?? '', name: account?.name ?? '' }
    drift.push({ key, account: ref, group, change, until, policy: found ? 'found' : rule, alarm })
    return rule === 'revert' && !found
  }

  /** A change that is marked may be reversed by some only: what anybody else does on the target is put back. */
  function isMarked({ key, wanted, group }: Difference): boolean {
    const given = wanted === undefined ? undefined : state.grant(wanted.because.grant)
    if (given !== undefined) return marksKeeping(state, given).length > 0
    const subject = state.account(key)?.subject
    if (subject === undefined) return false
    const roles = [...input.charter.roles].filter(([, role]) => role.gives.get(target)?.includes(group) === true)
    return roles.some(([role]) => marksBarring(state, subject, role).length > 0)
  }

  function isLengthened(key: string, group: string, until: Instant | undefined): boolean {
    const confirmed = known.known(key, group)
    return confirmed?.present !== true || isEarlier(confirmed.until, until)
  }

  function ranOut({ known: confirmed }: Difference): boolean {
    return confirmed?.until !== undefined && confirmed.until <= observed.at
  }

  function settle({ key, group, wanted, stands }: Difference, present: boolean): void {
    settled.push({ key, group, present, until: stands?.until, grant: present ? wanted?.because.grant : undefined })
  }

  function add(difference: Difference, change: Change, { cause, because: reason }: Why): void {
    const { key, account, stands } = difference
    if (account === undefined) return
    if (input.protect?.has(account.id) === true)
      return skip('protected', difference, 'this is the account Writ itself works with; change it by hand')
    lines.push({ key, account: { id: account.id, name: account.name }, change, before: stands, cause, because: reason })
  }

  function skip(kind: Skipped['kind'], { key, group }: Difference, text: string): void {
    skipped.push({ kind, key, group, text })
  }

  function reverting(text: string): Why {
    return { cause: 'drift-revert', because: { grant: undefined, role: undefined, clause: `targets.${target}.drift`, text } }
  }
}

function granted({ because }: DesiredMembership, cause: 'granted' | 'end-changed'): Why {
  const text = `grant ${because.grant} of role \`${because.role}\` ${cause === 'granted' ? 'gives it' : 'has another end now'}`
  return { cause, because: { grant: because.grant, role: because.role, clause: because.clause, text } }
}
