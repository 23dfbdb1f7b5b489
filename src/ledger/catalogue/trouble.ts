import { may, must, oneOf, type EntryKind } from '../field.ts'

/** Suspensions, cases, reviews, marks. All of it sealed until an event that the charter calls public. */
export const trouble = {
  'suspension.started': {
    v: 1,
    text: 'All roles of a person are without effect at once',
    sealed: true,
    fields: {
      subject: must('subject', 'who'),
      cause: must('name', 'misuse, compromised, investigation'),
      reason: must('text', 'why'),
      clause: must('name', 'under which clause'),
      decided_by: must('names', 'who decided'),
      until: may('moment', 'the longest it may last'),
    },
  },
  'suspension.heard': {
    v: 1,
    text: 'The person’s own side',
    sealed: true,
    fields: { suspension: must('seq', 'which'), text: must('text', 'the words') },
  },
  'suspension.ended': {
    v: 2,
    text: 'What became of it',
    sealed: true,
    fields: {
      suspension: must('seq', 'which'),
      outcome: oneOf(['reinstated', 'removed', 'lapsed'], 'how'),
      reason: must('text', 'why'),
      decided_by: must('names', 'who decided'),
      evidence: may('text', 'step-up evidence of whoever decided, where a second factor was given'),
    },
  },
  'case.opened': {
    v: 1,
    text: 'A concern was reported',
    sealed: true,
    fields: {
      subject: may('subject', 'about whom'),
      by: may('subject', 'who reports; none = without a name'),
      text: must('text', 'what happened'),
      handled_by: must('name', 'the role that reads it'),
    },
  },
  'case.noted': {
    v: 1,
    text: 'A step in a case',
    sealed: true,
    fields: { case: must('seq', 'which'), by: must('subject', 'who'), text: must('text', 'what was done') },
  },
  'case.read': { v: 1, text: 'Somebody read a case', sealed: true, fields: { case: must('seq', 'which'), by: must('subject', 'who') } },
  'case.referred': {
    v: 1,
    text: 'A case was handed to others',
    sealed: true,
    fields: { case: must('seq', 'which'), to: must('name', 'the role'), by: must('subject', 'who') },
  },
  'case.closed': {
    v: 1,
    text: 'A case is over',
    sealed: true,
    fields: { case: must('seq', 'which'), by: must('subject', 'who'), outcome: must('text', 'how') },
  },
  'disclosure.made': {
    v: 1,
    text: 'The opening of a sealed entry is published',
    sealed: false,
    fields: {
      entry: must('seq', 'which'),
      clause: must('name', 'the clause that calls it public'),
      decided_by: must('names', 'who decided'),
    },
  },
  'review.opened': {
    v: 1,
    text: 'A review of holders begins',
    sealed: false,
    fields: { role: must('name', 'the role'), until: must('moment', 'answers until'), clause: must('name', 'under which clause') },
  },
  'review.answered': {
    v: 1,
    text: 'One answer of a review',
    sealed: true,
    fields: {
      review: must('seq', 'which'),
      grant: must('seq', 'the grant'),
      by: must('subject', 'who'),
      answer: oneOf(['keep', 'remove', 'ask'], 'the answer'),
      reason: may('text', 'why'),
    },
  },
  'review.closed': {
    v: 1,
    text: 'A review is over',
    sealed: false,
    fields: {
      review: must('seq', 'which'),
      kept: must('count', 'grants kept'),
      removed: must('count', 'grants ended'),
      unanswered: must('count', 'grants nobody answered for'),
    },
  },
  'mark.set': {
    v: 1,
    text: 'A change is marked, so that only some may reverse it',
    sealed: false,
    fields: {
      entry: must('seq', 'the marked entry'),
      mark: must('name', 'which mark'),
      decided_by: must('names', 'who decided'),
      reason: may('text', 'why'),
    },
  },
  'inactivity.noticed': {
    v: 1,
    text: 'A holder was told that the grant will end unless it is used or answered',
    sealed: true,
    fields: {
      subject: must('subject', 'whose'),
      grant: must('seq', 'which'),
      until: must('moment', 'answer until'),
      clause: must('name', 'under which clause'),
    },
  },
  'inactivity.answered': {
    v: 1,
    text: 'The holder answered',
    sealed: true,
    fields: { notice: must('seq', 'which'), text: must('text', 'the answer'), keep: must('yes-no', 'whether the grant is still needed') },
  },
} as const satisfies Readonly<Record<string, EntryKind>>
