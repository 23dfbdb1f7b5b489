import type { Decision } from '../../decide/decision.ts'
import { refused } from '../../decide/question.ts'
import type { RoleRequest, State } from '../../ledger/state.ts'
import { json } from '../answer.ts'
import type { CommandOutcome } from '../journal.ts'

/** What became of a command about a request. */
export interface RequestAnswer {
  readonly decision: Decision
  /** The request; undefined if none was filed. */
  readonly request: number | undefined
  /** The request is over with this. */
  readonly done: boolean
  /** The grant it led to. */
  readonly grant: number | undefined
  readonly remarks: readonly string[]
}

export function requestAnswer(decision: Decision, more: Partial<RequestAnswer> = {}): RequestAnswer {
  return { request: undefined, done: false, grant: undefined, remarks: [], ...more, decision }
}

/** Nothing is written. */
export function nothing(decision: Decision, more: Partial<RequestAnswer> = {}): CommandOutcome {
  return { drafts: [], answer: json(requestAnswer(decision, more)) }
}

/** The request of a number, or what to answer where there is none. */
export function requestOr(state: State, id: number): RoleRequest | Decision {
  return state.request(id) ?? refused([{ clause: 'roles', text: `entry ${id} is no request` }])
}

export function isRequest(found: RoleRequest | Decision): found is RoleRequest {
  return 'content' in found
}
