import type { Decision } from '../../decide/decision.ts'
import { isGiven } from '../../decide/holding.ts'
import { refused } from '../../decide/question.ts'
import { decideSuspension, type SuspensionCause } from '../../decide/trouble/suspension.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type SubjectId } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { deciderOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { findPerson } from '../people.ts'
import { record, type Deciding } from '../record.ts'

export interface SuspendCommand {
  readonly key: string
  readonly caller: Caller
  readonly handle: string
  readonly cause: SuspensionCause
  readonly reason: string
}

export interface SuspendAnswer {
  readonly decision: Decision
  /** The entry that suspends; undefined = refused. */
  readonly suspension: number | undefined
  /** The longest it may last. */
  readonly until: string | undefined
  readonly remarks: readonly string[]
}

/**
 * Takes the effect from all roles of a person at once and without notice, and from the bots they answer for. With the cause `compromised` their
 * tokens, passkeys and what they decided in open matters end too, for good (the fold does that: entries of their own would tell whom it concerns).
 * The targets follow with the next apply, in a plan of its own.
 */
export async function suspendPerson(instance: Instance, command: SuspendCommand): Promise<SuspendAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const person = findPerson(known.state, command.handle)
    if (!person.ok) return { drafts: [], answer: json(nothing(refused([{ clause: 'suspension', text: person.error }]))) }
    const { clause, until, ...decision } = decideSuspension(known, command.caller.actor, person.value, command.cause)
    if (!decision.allowed) return { drafts: [], answer: json(nothing(decision)) }
    const end = until === undefined ? {} : { until: formatInstant(until) }
    const shared = { cause: command.cause, reason: command.reason, clause, decided_by: [deciderOf(command.caller)], ...end }
    const bots = botsOf(known, person.value)
    return {
      drafts: [person.value, ...bots].map((subject) => draft('suspension.started', { subject, ...shared })),
      answer: json({
        decision,
        suspension: known.next,
        until: end.until,
        remarks: remarks(known, person.value, command.cause, bots.length),
      }),
    }
  })
  return answer as unknown as SuspendAnswer
}

const nothing = (decision: Decision): SuspendAnswer => ({ decision, suspension: undefined, until: undefined, remarks: [] })

/** Bots that are persons of their own, hold something and are not suspended yet. */
function botsOf({ state, now }: Deciding, subject: SubjectId): readonly SubjectId[] {
  const owners = state.operatedBy(subject).flatMap((account) => state.account(account)?.subject ?? [])
  return [...new Set(owners)].filter(
    (bot) => bot !== subject && state.suspensionOf(bot) === undefined && state.grantsOf(bot).some((grant) => isGiven(grant, now)),
  )
}

function remarks({ state, now }: Deciding, subject: SubjectId, cause: SuspensionCause, bots: number): readonly string[] {
  const said = ['the targets follow with the next apply, before and outside everything routine']
  if (bots > 0) said.push(`${bots === 1 ? 'a bot' : `${bots} bots`} they answer for too`)
  if (cause !== 'compromised') return said
  const tokens = [...state.tokens()].filter((token) => token.owner === subject && !token.revoked && now < token.until).length
  const keys = state.keysOf(subject).length
  return [...said, `ended for good: tokens (${tokens}), passkeys (${keys}), and what they decided in open matters`]
}
