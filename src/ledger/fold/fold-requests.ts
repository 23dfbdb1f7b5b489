import { momentOf, type Handlers } from './handler.ts'

/** Requests: what is asked for, what was said and decided about it. What only names an erased value is kept without it. */
export const foldRequests = {
  'request.filed': ({ requests }, { seq, at, fields }) => {
    const { subject, by, role, content } = fields
    if (subject === undefined || by === undefined || role === undefined || content === undefined) return
    requests.file({
      id: seq,
      subject,
      by,
      role,
      account: fields.account,
      useCase: fields.use_case,
      until: momentOf(fields.until),
      answers: fields.answers && { ...fields.answers },
      scope: fields.scope,
      targets: fields.targets,
      batch: fields.batch,
      content,
      filedAt: at,
      changedAt: at,
      since: seq,
      votes: [],
      questions: [],
      comments: [],
      escalations: [],
      appeals: [],
      closed: undefined,
    })
  },
  'request.amended': ({ requests }, { seq, at, fields: { request, content, account, use_case: useCase, until, answers } }) => {
    if (request !== undefined && content !== undefined)
      requests.amend(request, seq, at, { content, account, useCase, until: momentOf(until), answers: answers && { ...answers } })
  },
  'request.commented': ({ requests }, { seq, at, fields: { request, by, text } }) => {
    if (request !== undefined && by !== undefined) requests.comment(request, { id: seq, by, at, text })
  },
  'request.asked': ({ requests }, { seq, at, fields: { request, by, text, statement } }) => {
    if (request !== undefined && by !== undefined) requests.ask(request, { id: seq, by, at, text, statement, answer: undefined })
  },
  'request.answered': ({ requests }, { seq, at, fields: { request, question, by, text } }) => {
    if (request !== undefined && question !== undefined && by !== undefined) requests.answer(request, question, { id: seq, by, at, text })
  },
  'request.voted': ({ requests }, { seq, at, fields }) => {
    const { request, stage, by, decision, content, reason, evidence, states } = fields
    if (request === undefined || stage === undefined || by === undefined || decision === undefined || content === undefined) return
    requests.vote(request, { seq, at, stage, by, decision, content, reason, evidence, states: states ?? [], void: false })
  },
  'request.escalated': ({ requests }, { at, fields: { request, stage, to } }) => {
    if (request !== undefined && stage !== undefined) requests.escalate(request, { at, stage, to: to ?? [] })
  },
  'request.closed': ({ requests }, { seq, at, fields: { request, outcome, grant, reason } }) => {
    if (request !== undefined && outcome !== undefined) requests.close(request, { seq, at, outcome, grant, reason })
  },
  'request.appealed': ({ requests }, { seq, at, fields: { request, by, text } }) => {
    if (request !== undefined && by !== undefined) requests.appeal(request, { id: seq, by, at, text })
  },
} as const satisfies Handlers
