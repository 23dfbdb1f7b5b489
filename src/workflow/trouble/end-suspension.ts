import type { People } from '../../charter/model.ts'
import type { Decision } from '../../decide/decision.ts'
import { isGiven } from '../../decide/holding.ts'
import { handleOf, refused } from '../../decide/question.ts'
import { decideHearing, decidersRefusal, decideSuspensionEnd, reinstatementNeedsStepUp } from '../../decide/trouble/suspension.ts'
import { formatInstant } from '../../kernel/instant.ts'
import { draft, type Draft } from '../../ledger/entry.ts'
import type { Suspension } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { deciderOf, evidenceOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { findPerson } from '../people.ts'
import { record, type Deciding } from '../record.ts'

export interface HearCommand {
  readonly key: string
  readonly caller: Caller
  readonly handle: string
  readonly text: string
}

export interface EndSuspensionCommand {
  readonly key: string
  readonly caller: Caller
  readonly handle: string
  /** `reinstated`: the roles have effect again; `removed`: they end. */
  readonly outcome: 'reinstated' | 'removed'
  /** Why; for `reinstated` the new use case. */
  readonly reason: string
  /** Hand it on to those whom `suspension.refer_to` names, as a case of theirs. */
  readonly refer?: boolean
}

export interface EndSuspensionAnswer {
  readonly decision: Decision
  /** Grants that ended. */
  readonly ended: readonly number[]
  /** The case that was opened with others. */
  readonly referred: number | undefined
}

/** Keeps the words of a suspended person: their own side. They may add to it while it lasts. */
export async function hearSuspended(instance: Instance, command: HearCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const found = openSuspension(known, command.handle)
    if (typeof found === 'string') return { drafts: [], answer: json(refused([{ clause: 'suspension', text: found }])) }
    const decision = decideHearing(known, command.caller.actor, found)
    const all = [...known.state.suspensions()].filter((one) => one.subject === found.subject)
    return {
      drafts: decision.allowed ? all.map(({ id }) => draft('suspension.heard', { suspension: id, text: command.text })) : [],
      answer: json(decision),
    }
  })
  return answer as unknown as Decision
}

/** Decides what becomes of a suspension: the roles end for good, or have effect again by a new use case. */
export async function endSuspension(instance: Instance, command: EndSuspensionCommand): Promise<EndSuspensionAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const nothing = (decision: Decision) => ({ drafts: [], answer: json({ decision, ended: [], referred: undefined }) })
    const found = openSuspension(known, command.handle)
    if (typeof found === 'string') {
      const subject = known.state.personByHandle(command.handle)?.subject
      const refusal = subject === undefined ? undefined : decidersRefusal(known, command.caller.actor, subject)
      return nothing(refusal ?? refused([{ clause: 'suspension', text: found }]))
    }
    const decision = decideSuspensionEnd(known, command.caller.actor, found, command.outcome, command.reason)
    if (!decision.allowed) return nothing(decision)
    const to = (known.charter.suspension?.referTo ?? []).find((one) => one.kind === 'role')
    if (command.refer === true && to === undefined)
      return nothing(refused([{ clause: 'suspension.refer_to', text: 'the charter names nobody to refer it to' }]))
    return outcomeOf(known, command, found, decision, command.refer === true ? to : undefined)
  })
  return answer as unknown as EndSuspensionAnswer
}

function outcomeOf(
  known: Deciding,
  command: EndSuspensionCommand,
  suspension: Suspension,
  decision: Decision,
  to: (People & { kind: 'role' }) | undefined,
) {
  const { state, now } = known
  const cause = suspension.cause === 'misuse' ? 'misuse' : 'suspended'
  const by = [deciderOf(command.caller)]
  const clause = decision.because[0]?.clause ?? 'suspension'
  const { subject } = suspension
  const evidence = evidenceOf(command.caller, command.outcome === 'reinstated' && reinstatementNeedsStepUp(known, subject))
  const bots = new Set(state.operatedBy(subject).flatMap((account) => state.account(account)?.subject ?? []))
  const open = [...state.suspensions()].filter((one) => one.subject === subject || (bots.has(one.subject) && one.from === suspension.from))
  const subjects = new Set(open.map((one) => one.subject))
  const held =
    command.outcome === 'removed' ? [...subjects].flatMap((one) => state.grantsOf(one).filter((grant) => isGiven(grant, now))) : []
  const drafts: Draft[] = [
    ...open.map(({ id }) =>
      draft('suspension.ended', { suspension: id, outcome: command.outcome, reason: command.reason, decided_by: by, ...evidence }),
    ),
    ...held.map((grant) =>
      draft('grant.ended', { subject: grant.subject, grant: grant.id, from: formatInstant(now), clause, decided_by: by, cause }),
    ),
  ]
  const referred = to === undefined ? undefined : known.next + drafts.length
  if (to !== undefined) {
    const { actor } = command.caller
    drafts.push(
      draft('case.opened', {
        subject,
        ...(actor.kind === 'person' ? { by: actor.subject } : {}),
        text: `Referred after a suspension (entry ${open.map(({ id }) => id).join(', ')}), which ended \`${command.outcome}\`: ${command.reason}`,
        handled_by: to.role,
      }),
    )
  }
  return { drafts, answer: json({ decision, ended: held.map(({ id }) => id), referred }) }
}

function openSuspension({ state }: Deciding, handle: string): Suspension | string {
  const person = findPerson(state, handle)
  if (!person.ok) return person.error
  return state.suspensionOf(person.value) ?? `${handleOf(state, person.value)} is not suspended`
}
