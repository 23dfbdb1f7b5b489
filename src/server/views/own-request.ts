import { actingPerson } from '../../decide/question.ts'
import { decideAppeal } from '../../decide/request/taking-part.ts'
import { decideRequestVote } from '../../decide/request/vote.ts'
import { checksOf, experienceOf } from '../../decide/request/evidence.ts'
import { approversOf, isWaiting, standingOf } from '../../decide/request/standing.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { RoleRequest } from '../../ledger/state.ts'
import type { RequestView } from '../../web/pages/member/view.ts'
import { isParty } from '../api/requests/shape.ts'
import type { Looking } from '../forms/member-page.ts'
import { requestRow } from './me.ts'

/** A request for somebody who takes part in it; undefined = there is none that concerns them. */
export function ownRequestView({ known, viewer }: Looking, id: number): RequestView | undefined {
  const request = known.state.request(id)
  if (request === undefined || !isParty(known, request, viewer.subject)) return undefined
  const { state, charter } = known
  const nameOf = (subject: string) => state.person(subject)?.handle ?? subject
  const standing = request.closed === undefined ? standingOf(known, request) : undefined
  const open = standing?.progress.open
  const stated = (one: string) => ({ id: one, text: charter.statements.get(one)?.text ?? one })
  const asks = charter.roles.get(request.role)?.request?.asks
  const textOf = (question: string) =>
    asks?.get(question) ??
    [...charter.classes.values()].flatMap((one) => [...one.asks, ...one.asksIfOngoing]).find(([key]) => key === question)?.[1] ??
    question
  return {
    ...requestRow(known, request),
    useCase: request.useCase ?? null,
    account: request.account === undefined ? null : (state.account(request.account)?.name ?? request.account),
    until: request.until === undefined ? null : formatInstant(request.until),
    answers: Object.entries(request.answers ?? {}).map(([question, answer]) => ({
      question: textOf(question),
      text: typeof answer === 'string' ? answer : JSON.stringify(answer),
    })),
    reason: request.closed?.reason ?? null,
    grant: request.closed?.grant ?? null,
    checks: standing === undefined ? [] : checksOf(known, request.role, request.subject, request.account),
    experience: experienceOf(known, request.subject).held.map((one) => ({
      role: charter.roles.get(one.role)?.title ?? one.role,
      from: one.from,
      ended: one.ended ?? null,
      cause: one.cause ?? null,
    })),
    questions: request.questions.map((one) => ({
      question: one.id,
      by: nameOf(one.by),
      text: one.text ?? null,
      statement: one.statement === undefined ? null : stated(one.statement).text,
      answer: one.answer?.text ?? null,
    })),
    comments: request.comments.map(({ id: comment, by, text }) => ({ comment, by: nameOf(by), text: text ?? null })),
    votes: request.votes.map((vote) => ({
      by: nameOf(vote.by),
      decision: vote.decision,
      at: formatInstant(vote.at),
      reason: vote.reason ?? null,
      states: vote.states.map((one) => stated(one).text),
      counts: vote.content === request.content && !vote.void && vote.seq > request.since,
    })),
    stages:
      standing?.stages.map(({ stage }, index) => ({
        text: stage.text ?? null,
        count: stage.count,
        standing: open === undefined || index < open ? ('done' as const) : index === open ? ('open' as const) : ('later' as const),
      })) ?? [],
    lacking: standing?.progress.lacking ?? null,
    unstated: standing?.unstated.map(stated) ?? [],
    approvers: standing === undefined ? [] : approversOf(known, request, standing, 8).map(nameOf),
    lapses: standing === undefined ? null : formatInstant(standing.lapses),
    mine: mineOf(known, viewer, request),
  }
}

function mineOf(known: Looking['known'], viewer: Looking['viewer'], request: RoleRequest): RequestView['mine'] {
  const { subject } = viewer
  const actor = { kind: 'person', subject, stepUp: undefined } as const
  const stated = (one: string) => ({ id: one, text: known.charter.statements.get(one)?.text ?? one })
  const standing = isWaiting(known, request) ? standingOf(known, request) : undefined
  const stage = standing?.progress.open === undefined ? undefined : standing.stages[standing.progress.open]?.stage
  const decides =
    standing !== undefined && standing.unstated.length === 0 && approversOf(known, request, standing, 10_000).includes(subject)
  const needed = stage?.states ?? []
  const asked = request.questions.flatMap(({ statement }) =>
    statement !== undefined && stage?.mayAsk.includes(statement) === true ? [statement] : [],
  )
  const ruling =
    standing === undefined || decides || actingPerson(actor) === request.subject
      ? undefined
      : decideRequestVote(known, request, {
          actor,
          decision: 'approved',
          states: [...needed, ...asked],
          reason: undefined,
          evidence: 'shown',
        })
  return {
    asks: subject === request.by || subject === request.subject,
    isSubject: subject === request.subject,
    decides,
    states: decides ? [...new Set([...needed, ...asked])].map(stated) : [],
    mayAsk: decides ? (stage?.mayAsk ?? []).filter((one) => !asked.includes(one)).map(stated) : [],
    appeals: decideAppeal(known, actor, request, 'yes').allowed,
    whyNot: ruling === undefined || ruling.allowed ? null : (ruling.because[0]?.text ?? null),
  }
}
