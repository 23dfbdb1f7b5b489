import { handleOf, type Known } from '../../decide/question.ts'
import { checksOf, experienceOf } from '../../decide/request/evidence.ts'
import { approversOf, standingOf } from '../../decide/request/standing.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { RoleRequest } from '../../ledger/state.ts'

/** The documented shape: what there is not is null. */
export function requestJson(known: Known, request: RoleRequest): object {
  const standing = request.closed === undefined ? standingOf(known, request) : undefined
  const who = (subject: string) => handleOf(known.state, subject)
  return {
    request: request.id,
    person: who(request.subject),
    by: who(request.by),
    role: request.role,
    account: request.account ?? null,
    targets: request.targets ?? null,
    scope: request.scope ?? null,
    until: request.until === undefined ? null : formatInstant(request.until),
    useCase: request.useCase ?? null,
    answers: request.answers ?? {},
    filed: formatInstant(request.filedAt),
    batch: request.batch ?? null,
    outcome: request.closed?.outcome ?? null,
    grant: request.closed?.grant ?? null,
    reason: request.closed?.reason ?? null,
    conditions: request.closed === undefined ? checksOf(known, request.role, request.subject, request.account) : [],
    experience: experienceOf(known, request.subject).held.map((one) => ({ ...one, ended: one.ended ?? null, cause: one.cause ?? null })),
    questions: request.questions.map(({ id, by, text, statement, answer }) => ({
      question: id,
      by: who(by),
      text: text ?? null,
      statement: statement ?? null,
      answer: answer?.text ?? null,
    })),
    comments: request.comments.map(({ id, by, text }) => ({ comment: id, by: who(by), text: text ?? null })),
    votes: request.votes.map((vote) => ({
      stage: vote.stage,
      by: who(vote.by),
      decision: vote.decision,
      at: formatInstant(vote.at),
      reason: vote.reason ?? null,
      states: vote.states,
      onPresentContent: vote.content === request.content,
    })),
    stages: standing?.stages.map(({ clause, stage }) => ({ clause, text: stage.text ?? null, count: stage.count })) ?? [],
    open: standing?.progress.open ?? null,
    lacking: standing?.progress.lacking ?? null,
    unstated: standing?.unstated ?? [],
    approvers: standing === undefined ? [] : approversOf(known, request, standing).map(who),
    lapses: standing === undefined ? null : formatInstant(standing.lapses),
  }
}
