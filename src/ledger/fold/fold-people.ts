import { disown } from './fold-trouble.ts'
import { momentOf, type Handlers } from './handler.ts'

/** Persons, accounts, statements, exceptions. */
export const foldPeople = {
  'person.registered': ({ people }, { at, fields: { subject, handle } }) => {
    if (subject === undefined) return
    const person = people.add(subject)
    people.register(person, at)
    if (handle !== undefined) people.name(person, handle)
  },
  'person.renamed': ({ people }, { fields: { subject, handle } }) => {
    if (subject !== undefined && handle !== undefined) people.name(people.add(subject), handle)
  },
  'person.departed': (tables, { at, fields: { subject, from } }) => {
    if (subject === undefined) return
    tables.people.depart(tables.people.add(subject), momentOf(from) ?? at)
    disown(tables, subject, at)
  },
  'person.returned': ({ people }, { fields: { subject } }) => {
    if (subject !== undefined) people.comeBack(people.add(subject))
  },

  'account.linked': (
    { people, accounts, names, troubles },
    { fields: { subject, account, name, target, kind, proof, operated_by: by } },
  ) => {
    if (subject === undefined || account === undefined) return
    accounts.link({ key: account, name, target, kind, attested: proof === 'attested' }, people.add(subject), people, names)
    troubles.operate(account, by)
  },
  'account.renamed': ({ accounts }, { fields: { account, name } }) => {
    if (account !== undefined && name !== undefined) accounts.rename(account, name)
  },
  'account.unlinked': ({ people, accounts }, { fields: { account } }) => {
    if (account !== undefined) accounts.unlink(account, people)
  },
  'account.locked': ({ accounts }, { fields: { account } }) => {
    if (account !== undefined) accounts.lock(account, true)
  },
  'account.unlocked': ({ accounts, troubles }, { fields: { account } }) => {
    if (account === undefined) return
    accounts.lock(account, false)
    troubles.forgetLock(account)
  },

  'statement.made': ({ matters }, { seq, at, fields: { by, subject, statement, words, until, request } }) => {
    if (by !== undefined && subject !== undefined && statement !== undefined)
      matters.state(subject, statement, { id: seq, by, at, until: momentOf(until), ...(request === undefined ? {} : { request }) }, words)
  },
  'fact.corrected': ({ matters }, { seq, at, fields: { subject, fact, text } }) => {
    if (subject !== undefined && fact !== undefined) matters.doubt({ id: seq, at, subject, fact, text, answer: undefined })
  },
  'fact.answered': ({ matters }, { at, fields: { correction, by, outcome, text } }) => {
    if (correction !== undefined && by !== undefined)
      matters.answerDoubt(correction, { by, at, outcome: outcome === 'mended' ? 'mended' : 'stands', text })
  },
  'exception.made': ({ matters }, { seq, fields: { subject, condition, until } }) => {
    const end = momentOf(until)
    if (subject !== undefined && condition !== undefined && end !== undefined) matters.except(subject, condition, { id: seq, until: end })
  },
  'exception.ended': ({ matters }, { fields: { exception } }) => {
    if (exception !== undefined) matters.endException(exception)
  },
} as const satisfies Handlers
