import type { Decision } from '../../decide/decision.ts'
import { actingPerson } from '../../decide/question.ts'
import { decideHolderAnswer } from '../../decide/review/answer.ts'
import { draft } from '../../ledger/entry.ts'
import type { Grant, State } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record } from '../record.ts'

export interface AnswerNoticeCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry that asked: that a grant lies unused, or that it is to end after a notice. */
  readonly notice: number
  /** Whether the grant is still needed. */
  readonly keep: boolean
  readonly text: string
}

/** A holder answers what they were asked about a grant. What follows is due at once and carried out by the clock. */
export async function answerNotice(instance: Instance, command: AnswerNoticeCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const grant = askedAbout(known.state, command.notice)
    const decision = decideHolderAnswer(known, actingPerson(command.caller.actor), grant)
    const answered = draft('inactivity.answered', { notice: command.notice, text: command.text, keep: command.keep })
    return { drafts: decision.allowed ? [answered] : [], answer: json(decision) }
  })
  return answer as unknown as Decision
}

/** The running grant that an open question is about. */
function askedAbout(state: State, notice: number): Grant | undefined {
  for (const grant of state.runningGrants())
    if (state.inactivityOf(grant.id)?.id === notice || state.endingOf(grant.id)?.id === notice) return grant
  return undefined
}
