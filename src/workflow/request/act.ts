import type { Decision } from '../../decide/decision.ts'
import type { Draft } from '../../ledger/entry.ts'
import type { RoleRequest } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import { originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record, type Deciding } from '../record.ts'
import { isRequest, nothing, requestAnswer, requestOr, type RequestAnswer } from './answer.ts'

/** What every command about one request says. */
export interface RequestCommand {
  readonly key: string
  readonly caller: Caller
  readonly request: number
}

/** What a decision about a request leads to: nothing is written unless it is allowed. */
export interface RequestAct {
  readonly decision: Decision
  readonly drafts: readonly Draft[]
  readonly more?: Partial<RequestAnswer>
}

/** Finds the request, decides, and records what follows. */
export async function actOnRequest(
  instance: Instance,
  command: RequestCommand,
  act: (known: Deciding, request: RoleRequest) => RequestAct,
): Promise<RequestAnswer> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const found = requestOr(known.state, command.request)
    if (!isRequest(found)) return nothing(found)
    const { decision, drafts, more } = act(known, found)
    if (!decision.allowed) return nothing(decision, { request: found.id })
    return { drafts, answer: json(requestAnswer(decision, { request: found.id, ...more })) }
  })
  return answer as unknown as RequestAnswer
}
