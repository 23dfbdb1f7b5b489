import type { Id } from '../../charter/model.ts'
import { actingPerson } from '../../decide/question.ts'
import { decideAnswer, decideAppeal, decideAskingBack, decideComment, decideStating } from '../../decide/request/taking-part.ts'
import { draft } from '../../ledger/entry.ts'
import type { Instance } from '../instance.ts'
import { actOnRequest, type RequestCommand } from './act.ts'
import type { RequestAnswer } from './answer.ts'
import { statementDrafts } from './statements.ts'

/** Somebody who asks or decides says something. */
export function commentOnRequest(instance: Instance, command: RequestCommand & { readonly text: string }): Promise<RequestAnswer> {
  const { caller, text } = command
  return actOnRequest(instance, command, (known, request) => ({
    decision: decideComment(known, caller.actor, request),
    drafts: [draft('request.commented', { request: request.id, by: actingPerson(caller.actor) ?? '', text })],
  }))
}

/** Who decides asks back, or asks for a statement (a demonstration): until it is stated the stage approves nothing. */
export function askBack(
  instance: Instance,
  command: RequestCommand & { readonly text: string; readonly statement: Id | undefined },
): Promise<RequestAnswer> {
  const { caller, text, statement } = command
  return actOnRequest(instance, command, (known, request) => ({
    decision: decideAskingBack(known, caller.actor, request, statement),
    drafts: [
      draft('request.asked', {
        request: request.id,
        by: actingPerson(caller.actor) ?? '',
        text,
        ...(statement === undefined ? {} : { statement }),
      }),
    ],
  }))
}

/** Whoever asks answers; without `question` the last one that is not answered. */
export function answerQuestion(
  instance: Instance,
  command: RequestCommand & { readonly text: string; readonly question: number | undefined },
): Promise<RequestAnswer> {
  const { caller, text } = command
  return actOnRequest(instance, command, (known, request) => {
    const question = command.question ?? request.questions.findLast((one) => one.answer === undefined)?.id ?? request.id
    return {
      decision: decideAnswer(known, caller.actor, request, question),
      drafts: [draft('request.answered', { request: request.id, question, by: actingPerson(caller.actor) ?? '', text })],
    }
  })
}

/** The person concerned states what the role asks of its holder. */
export function stateInRequest(instance: Instance, command: RequestCommand & { readonly statement: Id }): Promise<RequestAnswer> {
  const { caller, statement } = command
  return actOnRequest(instance, command, (known, request) => ({
    decision: decideStating(known, caller.actor, request, statement),
    drafts: statementDrafts(known, request.subject, request.subject, [statement], request.id),
  }))
}

/** Whoever asked appeals a refusal: it is decided anew from the first stage on. */
export function appealRequest(instance: Instance, command: RequestCommand & { readonly text: string }): Promise<RequestAnswer> {
  const { caller, text } = command
  return actOnRequest(instance, command, (known, request) => ({
    decision: decideAppeal(known, caller.actor, request, text),
    drafts: [draft('request.appealed', { request: request.id, by: actingPerson(caller.actor) ?? '', text })],
  }))
}
