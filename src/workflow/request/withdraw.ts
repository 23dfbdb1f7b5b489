import { decideWithdrawal } from '../../decide/request/withdrawal.ts'
import { draft } from '../../ledger/entry.ts'
import type { Instance } from '../instance.ts'
import { actOnRequest, type RequestCommand } from './act.ts'
import type { RequestAnswer } from './answer.ts'

/** Whoever asked takes the request back. */
export function withdrawRequest(
  instance: Instance,
  command: RequestCommand & { readonly reason: string | undefined },
): Promise<RequestAnswer> {
  return actOnRequest(instance, command, (known, request) => {
    const reason = command.reason === undefined ? {} : { reason: command.reason }
    return {
      decision: decideWithdrawal(known, command.caller.actor, request),
      drafts: [draft('request.closed', { request: request.id, outcome: 'withdrawn', clause: `roles.${request.role}.request`, ...reason })],
      more: { done: true },
    }
  })
}
