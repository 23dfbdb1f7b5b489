import { may, must, oneOf, type EntryKind } from '../field.ts'

/** Persons, their accounts, facts used in decisions, statements. */
export const people = {
  'person.registered': {
    v: 1,
    text: 'A person is known to Writ; the handle stands in the erasable directory',
    sealed: false,
    fields: { subject: must('subject', 'the opaque id'), handle: must('name', 'what they are called') },
  },
  'person.renamed': {
    v: 1,
    text: 'A person has another handle',
    sealed: false,
    fields: { subject: must('subject', 'who'), handle: must('name', 'the new handle') },
  },
  'person.departed': {
    v: 2,
    text: 'A person left; accounts are locked and grants ended everywhere',
    sealed: false,
    fields: {
      subject: must('subject', 'who'),
      from: must('moment', 'since when'),
      reason: may('text', 'why'),
      decided_by: may('names', 'who said so'),
      evidence: may('text', 'step-up evidence of whoever said so, where a second factor was given'),
    },
  },
  'person.returned': {
    v: 1,
    text: 'A person who had left is back; nothing comes back by itself',
    sealed: false,
    fields: { subject: must('subject', 'who'), reason: may('text', 'why') },
  },
  'account.linked': {
    v: 1,
    text: 'An account belongs to a person',
    sealed: false,
    fields: {
      subject: must('subject', 'whose'),
      account: must('name', 'the account key: target id, a colon, the immutable id there'),
      name: must('name', 'its present name on the target'),
      target: must('name', 'the target'),
      kind: must('name', 'staff, personal, bot, service'),
      proof: oneOf(['both-sides', 'attested', 'operator', 'import'], 'how the link is known'),
      operated_by: may('subject', 'who answers for a bot'),
    },
  },
  'account.renamed': {
    v: 1,
    text: 'The target calls the account otherwise now',
    sealed: false,
    fields: { account: must('name', 'the account key'), name: must('name', 'the new name') },
  },
  'account.unlinked': {
    v: 1,
    text: 'The account is no longer taken to be this person’s',
    sealed: false,
    fields: { subject: must('subject', 'whose'), account: must('name', 'the account key'), reason: may('text', 'why') },
  },
  'account.locked': {
    v: 1,
    text: 'The account may not be used',
    sealed: true,
    fields: { account: must('name', 'the account key'), reason: must('text', 'why') },
  },
  'lock.asked': {
    v: 1,
    text: 'A person is to lock an account on a target that Writ cannot make do it',
    sealed: true,
    fields: { account: must('name', 'the account key'), steps: must('text', 'what to do') },
  },
  'lock.confirmed': {
    v: 1,
    text: 'The target does not let the account in any more',
    sealed: true,
    fields: {
      account: must('name', 'the account key'),
      how: oneOf(['read-back', 'person'], 'how it is known'),
      by: may('name', 'the identity that confirmed it'),
    },
  },
  'account.unlocked': {
    v: 1,
    text: 'The account may be used again',
    sealed: true,
    fields: { account: must('name', 'the account key'), reason: must('text', 'why') },
  },
  'fact.used': {
    v: 1,
    text: 'What a source said of a person when something was decided',
    sealed: true,
    fields: {
      subject: must('subject', 'of whom'),
      fact: must('name', 'the fact'),
      source: must('name', 'who says so'),
      value: may('text', 'the value as JSON; none = unknown'),
      as_of: must('moment', 'when the source said it'),
    },
  },
  'fact.corrected': {
    v: 1,
    text: 'A person says that a fact about them is wrong',
    sealed: true,
    fields: { subject: must('subject', 'of whom'), fact: must('name', 'the fact'), text: must('text', 'what they say') },
  },
  'fact.answered': {
    v: 1,
    text: 'Whoever answers for the source says what became of it; the fact itself changes at its source alone',
    sealed: true,
    fields: {
      correction: must('seq', 'the entry that says it is wrong'),
      by: must('subject', 'who answers'),
      outcome: must('name', '`mended` or `stands`'),
      text: must('text', 'the answer'),
    },
  },
  'statement.made': {
    v: 1,
    text: 'Somebody attests something in the charter’s words',
    sealed: true,
    fields: {
      by: must('subject', 'who states it'),
      subject: must('subject', 'of whom'),
      statement: must('name', 'which statement'),
      words: must('text', 'the exact words'),
      until: may('moment', 'when it lapses'),
      request: may('seq', 'in which request'),
    },
  },
  'exception.made': {
    v: 1,
    text: 'A condition is waived for one person',
    sealed: true,
    fields: {
      subject: must('subject', 'for whom'),
      condition: must('name', 'which'),
      until: must('moment', 'until when'),
      decided_by: must('names', 'who decided'),
      reason: must('text', 'why'),
    },
  },
  'exception.ended': {
    v: 1,
    text: 'A waiver is over',
    sealed: true,
    fields: { exception: must('seq', 'which'), reason: may('text', 'why') },
  },
} as const satisfies Readonly<Record<string, EntryKind>>
