import type { Instant } from '../../kernel/instant.ts'
import type { Tables } from './tables.ts'
import { momentOf, type Handlers } from './handler.ts'

/** Suspensions, cases, marks, locks, keys. */
export const foldTrouble = {
  'suspension.started': (tables, { seq, at, fields: { subject, cause, until, clause, decided_by: decidedBy } }) => {
    if (subject === undefined) return
    tables.matters.suspend(subject, {
      id: seq,
      subject,
      from: at,
      until: momentOf(until),
      cause: cause ?? '',
      clause: clause ?? '',
      decidedBy: decidedBy ?? [],
      heard: undefined,
    })
    if (cause !== 'compromised') return
    disown(tables, subject, at)
    tables.charters.voidWordsOf(subject)
  },
  'suspension.heard': ({ matters }, { at, fields: { suspension } }) => {
    if (suspension !== undefined) matters.hear(suspension, at)
  },
  'suspension.ended': ({ matters }, { fields: { suspension } }) => {
    if (suspension !== undefined) matters.endSuspension(suspension)
  },
  'case.opened': ({ troubles }, { seq, at, fields: { subject, by, handled_by: handledBy } }) => {
    troubles.openCase({ id: seq, subject, by, handledBy: handledBy ?? '', at, closed: undefined, entries: [seq] })
  },
  'case.noted': ({ troubles }, { seq, fields: { case: id } }) => {
    if (id !== undefined) troubles.changeCase(id, (one) => ({ ...one, entries: [...one.entries, seq] }))
  },
  'case.read': ({ troubles }, { seq, fields: { case: id } }) => {
    if (id !== undefined) troubles.changeCase(id, (one) => ({ ...one, entries: [...one.entries, seq] }))
  },
  'case.referred': ({ troubles }, { seq, fields: { case: id, to } }) => {
    if (id !== undefined && to !== undefined) troubles.changeCase(id, (one) => ({ ...one, handledBy: to, entries: [...one.entries, seq] }))
  },
  'case.closed': ({ troubles }, { seq, at, fields: { case: id } }) => {
    if (id !== undefined) troubles.changeCase(id, (one) => ({ ...one, closed: at, entries: [...one.entries, seq] }))
  },
  'mark.set': ({ troubles }, { fields: { entry, mark } }) => {
    if (entry !== undefined && mark !== undefined) troubles.mark(entry, mark)
  },
  'key.added': ({ troubles }, { seq, at, fields: { owner, purpose, key } }) => {
    if (owner !== undefined && purpose !== undefined) troubles.addKey({ id: seq, owner, purpose, key, added: at })
    else if (purpose === 'checkpoint') troubles.addLogKey({ id: seq, vkey: key, added: at, retired: undefined })
  },
  'key.retired': ({ troubles }, { seq, at, fields: { key, size } }) => {
    if (key !== undefined) troubles.retireKey(key, { entry: seq, at, size })
  },
  'lock.confirmed': ({ troubles }, { seq, at, fields: { account, how, by } }) => {
    if (account !== undefined) troubles.confirmLock(account, { seq, at, how: how ?? 'read-back', by })
  },
  'lock.asked': ({ troubles }, { seq, at, fields: { account, steps } }) => {
    if (account !== undefined) troubles.askForLock(account, { seq, at, steps: steps ?? '' })
  },
} as const satisfies Handlers

/**
 * Somebody else may have used a person’s account, or they left: their tokens and passkeys are over for good, and what they decided in matters
 * that are still open no longer counts. No entry of its own says so: how many there were would tell whom a suspension concerns.
 */
export function disown({ matters, requests, troubles, amendments }: Tables, subject: string, at: Instant): void {
  matters.revokeTokensOf(subject)
  matters.voidWordsOf(subject)
  requests.voidVotesOf(subject)
  amendments.voidVotesOf(subject)
  troubles.retireKeysOf(subject)
  troubles.disown(subject, at)
}
