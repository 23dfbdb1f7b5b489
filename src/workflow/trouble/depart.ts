import type { Decision } from '../../decide/decision.ts'
import { isGiven } from '../../decide/holding.ts'
import { refused } from '../../decide/question.ts'
import {
  accountsLeaving,
  decideDeparture,
  decideReturn,
  departureDrafts,
  handoverOf,
  withBots,
  type Handover,
} from '../../decide/trouble/departure.ts'
import { draft } from '../../ledger/entry.ts'
import { lossOfRepair } from '../../safety/repair.ts'
import { json } from '../answer.ts'
import { deciderOf, evidenceOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { findPerson } from '../people.ts'
import { record } from '../record.ts'

export interface DepartCommand {
  readonly key: string
  readonly caller: Caller
  readonly handle: string
  readonly reason: string | undefined
}

export interface DepartAnswer {
  readonly decision: Decision
  /** Grants that ended. */
  readonly ended: readonly number[]
  /** Accounts to be locked. */
  readonly accounts: readonly string[]
  readonly handover: readonly Handover[]
  /** What nobody can repair any more. */
  readonly alarms: readonly string[]
}

/**
 * Records that a person left. In one batch every grant ends and every account is locked; tokens, passkeys and open votes are over with it. No guard
 * of a last holder holds it back: what is lost by it is said as an alarm, and what somebody must take over is listed.
 */
export async function depart(instance: Instance, command: DepartCommand): Promise<DepartAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const person = findPerson(known.state, command.handle)
    const decision = person.ok
      ? decideDeparture(known, command.caller.actor, person.value)
      : refused([{ clause: 'accounts', text: person.error }])
    if (!decision.allowed || !person.ok)
      return { drafts: [], answer: json({ decision, ended: [], accounts: [], handover: [], alarms: [] }) }
    const ending = withBots(known, person.value).flatMap((one) => known.state.grantsOf(one).filter((grant) => isGiven(grant, known.now)))
    const { lost, alarms } = lossOfRepair(known, ending)
    return {
      drafts: departureDrafts(known, person.value, {
        decidedBy: deciderOf(command.caller),
        reason: command.reason,
        ...evidenceOf(command.caller),
      }),
      answer: json({
        decision,
        ended: ending.map(({ id }) => id),
        accounts: accountsLeaving(known, person.value),
        handover: handoverOf(known, person.value),
        alarms: [...lost, ...alarms],
      }),
    }
  })
  return answer as unknown as DepartAnswer
}

/** Records that somebody who had left is back. Their accounts may be used again; no grant, token or approval comes back. */
export async function comeBack(instance: Instance, command: DepartCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const person = findPerson(known.state, command.handle)
    const decision = person.ok
      ? decideReturn(known, command.caller.actor, person.value)
      : refused([{ clause: 'accounts', text: person.error }])
    if (!decision.allowed || !person.ok) return { drafts: [], answer: json(decision) }
    const locked = known.state.accountsOf(person.value).filter((account) => account.locked)
    return {
      drafts: [
        draft('person.returned', { subject: person.value, ...(command.reason === undefined ? {} : { reason: command.reason }) }),
        ...locked.map(({ key }) => draft('account.unlocked', { account: key, reason: 'the person is back' })),
      ],
      answer: json(decision),
    }
  })
  return answer as unknown as Decision
}
