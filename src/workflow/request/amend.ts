import type { Id } from '../../charter/model.ts'
import { actingPerson, handleOf, refused } from '../../decide/question.ts'
import { decideRequestAmendment } from '../../decide/request/amendment.ts'
import type { AskedEnd } from '../../decide/term.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import { draft } from '../../ledger/entry.ts'
import { accountNamed } from '../grant-role.ts'
import type { Instance } from '../instance.ts'
import { actOnRequest, type RequestCommand } from './act.ts'
import type { RequestAnswer } from './answer.ts'
import { requestContent } from './content.ts'

export interface AmendCommand extends RequestCommand {
  /** What is absent stays as it is. */
  readonly useCase: string | undefined
  readonly account: string | undefined
  readonly end: AskedEnd | undefined
  readonly answers: Readonly<Record<Id, Json>>
}

/** Whoever asks changes the request: approvals given were of something else, and who gave them hears of it. */
export function amendRequest(instance: Instance, command: AmendCommand): Promise<RequestAnswer> {
  const { caller } = command
  return actOnRequest(instance, command, (known, request) => {
    const end: AskedEnd = request.until === undefined ? { kind: 'ongoing' } : { kind: 'until', until: request.until }
    const asked = {
      subject: request.subject,
      role: request.role,
      account: command.account === undefined ? request.account : accountNamed(known, request.subject, command.account),
      end: command.end ?? end,
      targets: request.targets,
      scope: request.scope,
      useCase: command.useCase ?? request.useCase,
      answers: { ...request.answers, ...command.answers },
    }
    const { until, voids, ...decision } = decideRequestAmendment(known, caller.actor, request, asked)
    const content = requestContent(instance, asked, until)
    if (decision.allowed && content === request.content)
      return { decision: refused([{ clause: `roles.${request.role}.request`, text: 'nothing is changed by this' }]), drafts: [] }
    const remarks = voids.map((person) => `the decision of ${handleOf(known.state, person)} no longer counts`)
    return {
      decision,
      drafts: [
        draft('request.amended', {
          request: request.id,
          by: actingPerson(caller.actor) ?? '',
          ...(asked.useCase === undefined ? {} : { use_case: asked.useCase }),
          ...(until === undefined ? {} : { until: formatInstant(until) }),
          ...(asked.account === undefined ? {} : { account: asked.account }),
          ...(Object.keys(asked.answers).length === 0 ? {} : { answers: asked.answers as Readonly<Record<string, string>> }),
          content,
        }),
      ],
      more: { remarks },
    }
  })
}
