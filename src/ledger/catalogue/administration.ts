import { may, must, oneOf, type EntryKind } from '../field.ts'

/** The charter, Writ's own administration, keys, erasure, reads of private data. */
export const administration = {
  genesis: {
    v: 1,
    text: 'The first entry: the charter that governs this ledger',
    sealed: false,
    fields: {
      charter: must('hash', 'the charter in force from the start'),
      demo: must('yes-no', 'a data folder for demonstration: invented people, no real target'),
      origin_id: must('text', 'a name for this ledger'),
    },
  },
  'charter.proposed': {
    v: 2,
    text: 'Somebody proposes a revision of the charter, or a proposal gets another status',
    sealed: false,
    fields: {
      charter: must('hash', 'the proposed text'),
      by: must('subject', 'the author; of another status: who set it'),
      reason: must('text', 'why'),
      status: oneOf(['draft', 'open', 'withdrawn', 'refused'], 'how far it is'),
      proposal: may('seq', 'the proposal that gets this status; none = a new one'),
    },
  },
  'charter.commented': {
    v: 2,
    text: 'A comment on a proposal',
    sealed: false,
    fields: {
      proposal: must('seq', 'the proposal'),
      by: must('subject', 'who comments'),
      form: oneOf(['comment', 'question', 'reply', 'disadvantage'], 'what it is'),
      text: must('text', 'the words'),
      to: may('seq', 'the comment that the author replies to'),
    },
  },
  'charter.decided': {
    v: 2,
    text: 'One decision on a proposal',
    sealed: false,
    fields: {
      proposal: must('seq', 'the proposal'),
      by: must('subject', 'who decides'),
      decision: oneOf(['approved', 'refused'], 'the decision'),
      feedback_read: must('yes-no', 'the decider confirms having read the feedback'),
      reason: may('text', 'why'),
      evidence: may('text', 'step-up evidence of whoever decided, where a second factor was given'),
    },
  },
  'charter.adopted': {
    v: 2,
    text: 'A revision of the charter is in force; or, with a later `from`, is decided and comes into force with a second such entry',
    sealed: false,
    fields: {
      charter: must('hash', 'the adopted text'),
      proposal: may('seq', 'the proposal, if there was one'),
      from: must('moment', 'in force from'),
      clause: may('name', 'the clause that allowed it'),
      decided_by: may('names', 'who decided'),
      reason: may('text', 'why'),
      evidence: may('text', 'step-up evidence of whoever adopted it, where a second factor was given'),
    },
  },
  'token.made': {
    v: 2,
    text: 'A bearer token was made; only its hash is kept',
    sealed: false,
    fields: {
      token: must('name', 'its public id'),
      owner: must('subject', 'it never exceeds its owner'),
      secret: must('name', 'SHA-256 of its secret part, hex'),
      scopes: must('names', 'what it may do'),
      until: must('moment', 'its end'),
      evidence: may('text', 'step-up evidence of its owner, where a second factor was given'),
    },
  },
  'token.revoked': {
    v: 1,
    text: 'A token no longer works',
    sealed: false,
    fields: { token: must('name', 'its public id'), reason: may('text', 'why') },
  },
  'key.added': {
    v: 2,
    text: 'A key or passkey was registered',
    sealed: false,
    fields: {
      owner: may('subject', 'whose; none = the ledger itself'),
      purpose: oneOf(['passkey', 'checkpoint', 'witness'], 'what it signs'),
      key: must('text', 'the public key'),
      evidence: may('text', 'step-up evidence of its owner, by another key, where a second factor was given'),
    },
  },
  'key.retired': {
    v: 2,
    text: 'A key is no longer used',
    sealed: false,
    fields: {
      key: must('seq', 'the entry that added it'),
      reason: may('text', 'why'),
      size: may('count', 'of a key of the ledger: how many entries the last checkpoint has that it signed'),
    },
  },
  'data.erased': {
    v: 1,
    text: 'Openings of private fields were deleted',
    sealed: false,
    fields: {
      subject: may('subject', 'whose data'),
      entries: must('count', 'how many entries lost openings'),
      fields: must('names', 'which fields'),
      reason: may('text', 'why'),
    },
  },
  'data.exported': {
    v: 2,
    text: 'Somebody took everything that is recorded along, private fields too',
    sealed: false,
    fields: {
      by: must('subject', 'who'),
      reason: may('text', 'why'),
      evidence: may('text', 'step-up evidence of whoever took it'),
    },
  },
  'private.read': {
    v: 1,
    text: 'Somebody read private data of a person',
    sealed: true,
    fields: {
      subject: must('subject', 'whose data'),
      by: must('subject', 'the reader'),
      what: must('names', 'which fields'),
      reason: must('text', 'why'),
    },
  },
  'job.switched': {
    v: 1,
    text: 'Jobs were paused or resumed',
    sealed: false,
    fields: { job: must('name', 'the job, or `all`'), running: must('yes-no', 'whether it runs from now on'), reason: may('text', 'why') },
  },
  'notice.sent': {
    v: 1,
    text: 'Somebody was told',
    sealed: true,
    fields: {
      subject: must('subject', 'who'),
      about: may('seq', 'the entry it tells of'),
      template: must('name', 'which notice'),
      by_channel: must('name', 'how it went out'),
    },
  },
} as const satisfies Readonly<Record<string, EntryKind>>
