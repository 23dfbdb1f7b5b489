import { decideWithdrawal } from '../../decide/request/withdrawal.ts'
import { draft } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record } from '../record.ts'
import { isRequest, nothing, requestAnswer, requestOr, type RequestAnswer } from './answer.ts'

export interface WithdrawCommand {
  readonly key: string
  readonly caller: Caller
  readonly request: number
  readonly reason: string | undefined
}

/** Whoever asked takes the request back. */
export async function withdrawRequest(instance: Instance, command: WithdrawCommand): Promise<RequestAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const found = requestOr(known.state, command.request)
    if (!isRequest(found)) return nothing(found)
    const decision = decideWithdrawal(known, command.caller.actor, found)
    if (!decision.allowed) return nothing(decision, { request: found.id })
    const reason = command.reason === undefined ? {} : { reason: command.reason }
    return {
      drafts: [draft('request.closed', { request: found.id, outcome: 'withdrawn', clause: `roles.${found.role}.request`, ...reason })],
      answer: json(requestAnswer(decision, { request: found.id, done: true })),
    }
  })
  return answer as unknown as RequestAnswer
}
