import { candidatesAmong } from '../approver.ts'
import { answerersOf } from '../correction.ts'
import type { TellingRule } from './telling.ts'

/** Who read one’s private data is told to oneself. */
export const dataRead: TellingRule<'private.read'> = (_known, { seq, fields: { subject, by } }) =>
  subject === undefined || subject === by ? [] : [{ to: subject, template: 'data-read', why: 'concerned', thread: seq, names: {} }]

/** Who answers for the sources hears that somebody says a fact is wrong; never which one. */
export const factDoubted: TellingRule<'fact.corrected'> = (known, { seq, fields: { subject } }) =>
  subject === undefined || known.state.correction(seq)?.answer !== undefined
    ? []
    : answerersOf(known, subject).map((to) => ({ to, template: 'fact-doubted', why: 'decides', thread: seq, names: {} }))

export const factAnswered: TellingRule<'fact.answered'> = ({ state }, { fields: { correction } }) => {
  const subject = correction === undefined ? undefined : state.correction(correction)?.subject
  return subject === undefined || correction === undefined
    ? []
    : [{ to: subject, template: 'fact-answered', why: 'concerned', thread: correction, names: {} }]
}

export const accountLinked: TellingRule<'account.linked'> = (_known, { seq, fields: { subject, target = '', proof } }) =>
  subject === undefined || proof === 'import'
    ? []
    : [{ to: subject, template: 'account-linked', why: 'concerned', thread: seq, names: { target } }]

export const tokenMade: TellingRule<'token.made'> = (_known, { seq, fields: { owner } }) =>
  owner === undefined ? [] : [{ to: owner, template: 'token-made', why: 'concerned', thread: seq, names: {} }]

/** A new key opens everything that its owner may do: they hear of it by the ways they had before. */
export const keyAdded: TellingRule<'key.added'> = (_known, { seq, fields: { owner, purpose } }) =>
  owner === undefined || purpose !== 'passkey' ? [] : [{ to: owner, template: 'key-added', why: 'concerned', thread: seq, names: {} }]

/** Those who decide on the charter hear of a proposal that is open for feedback. */
export const charterProposed: TellingRule<'charter.proposed'> = (known, { seq, fields: { status, proposal, by = '' } }) => {
  if (status !== 'open') return []
  const { amendments } = known.charter
  const people = [...amendments.by, ...amendments.stages.flatMap((stage) => stage.by)]
  const id = proposal ?? seq
  return [...new Set(candidatesAmong(known, people, by))].flatMap((to) =>
    to === undefined || to === by
      ? []
      : [{ to, template: 'charter-open' as const, why: 'decides' as const, thread: id, names: { entry: String(id) } }],
  )
}
