import { may, must, oneOf, type EntryKind } from '../field.ts'

/** Asking for a grant. Sealed: who asked for what is nobody else’s matter until it is granted. */
export const requests = {
  'request.filed': {
    v: 1,
    text: 'Somebody asks for a grant',
    sealed: true,
    fields: {
      subject: must('subject', 'for whom'),
      by: must('subject', 'who asks'),
      role: must('name', 'the role'),
      account: may('name', 'the account key'),
      use_case: must('text', 'what for'),
      until: may('moment', 'asked end; none = ongoing'),
      answers: may('map', 'answers to the role’s questions'),
      scope: may('name', 'narrower scope'),
      targets: may('names', 'fewer targets than the role gives'),
      content: must('hash', 'what approvers approve: an amendment makes another'),
    },
  },
  'request.amended': {
    v: 1,
    text: 'The request changed; approvals given are void',
    sealed: true,
    fields: {
      request: must('seq', 'which'),
      by: must('subject', 'who'),
      use_case: may('text', 'what for'),
      until: may('moment', 'asked end'),
      account: may('name', 'the account key'),
      answers: may('map', 'answers'),
      content: must('hash', 'the new content'),
    },
  },
  'request.commented': {
    v: 1,
    text: 'A comment on a request',
    sealed: true,
    fields: { request: must('seq', 'which'), by: must('subject', 'who'), text: must('text', 'the words') },
  },
  'request.asked': {
    v: 1,
    text: 'An approver asks back or asks for a demonstration',
    sealed: true,
    fields: {
      request: must('seq', 'which'),
      by: must('subject', 'who asks'),
      statement: may('name', 'the statement asked for'),
      text: must('text', 'the question'),
    },
  },
  'request.answered': {
    v: 1,
    text: 'A question is answered',
    sealed: true,
    fields: {
      request: must('seq', 'which'),
      question: must('seq', 'the question'),
      by: must('subject', 'who'),
      text: must('text', 'the answer'),
    },
  },
  'request.voted': {
    v: 1,
    text: 'One person’s decision in one stage',
    sealed: true,
    fields: {
      request: must('seq', 'which'),
      stage: must('count', 'its number from 0'),
      by: must('subject', 'who decides'),
      decision: oneOf(['approved', 'refused', 'advised-for', 'advised-against'], 'the decision'),
      content: must('hash', 'exactly what was decided on'),
      clause: must('name', 'under which clause'),
      reason: may('text', 'why'),
      evidence: may('text', 'step-up evidence over the decision’s hash'),
      states: may('names', 'statements made with it'),
    },
  },
  'request.escalated': {
    v: 1,
    text: 'Further people may decide a stage',
    sealed: true,
    fields: {
      request: must('seq', 'which'),
      stage: must('count', 'its number'),
      to: must('names', 'whom'),
      clause: must('name', 'under which clause'),
    },
  },
  'request.closed': {
    v: 1,
    text: 'The request is over',
    sealed: true,
    fields: {
      request: must('seq', 'which'),
      outcome: oneOf(['granted', 'refused', 'withdrawn', 'lapsed'], 'how'),
      grant: may('seq', 'the grant'),
      reason: may('text', 'why'),
      clause: may('name', 'under which clause'),
    },
  },
  'request.appealed': {
    v: 1,
    text: 'The requester asks again once',
    sealed: true,
    fields: { request: must('seq', 'which'), by: must('subject', 'who'), text: must('text', 'why') },
  },
} as const satisfies Readonly<Record<string, EntryKind>>
