import { formatInstant, type Instant } from '../../kernel/instant.ts'
import type { Suspension } from '../../ledger/state.ts'
import { holdersOf } from '../holding.ts'
import type { Known } from '../question.ts'
import { hearingEnds, suspensionDeciders } from '../trouble/suspension.ts'
import type { Telling, TellingRule } from './telling.ts'

/**
 * Whom it concerns hears at once and is told how to be heard; those who decide what becomes of it, but whoever began it, hear that there is one, and
 * not of whom. Without a word of why, which is for a hearing and not for a mail. The bots that stopped with a person are no matter of their own.
 */
export const suspended: TellingRule<'suspension.started'> = (known, { seq, fields: { subject, decided_by: by = [] } }) => {
  if (subject === undefined) return []
  const own: Telling = { to: subject, template: 'suspended', why: 'concerned', thread: seq, names: {} }
  const open = openSuspension(known, seq)
  if (open === undefined || isBotOfOther(known, open)) return [own]
  const names = { entry: String(seq), until: minuteOf(hearingEnds(known, open)) }
  const others = suspensionDeciders(known, subject).filter((one) => !by.includes(`subject:${one}`))
  return [own, ...others.map((to): Telling => ({ to, template: 'suspension-waits', why: 'decides', thread: seq, names }))]
}

/** Those who decide hear that the other side is there; of several suspensions of one person, all of which hold their words, once. */
export const suspendedHeard: TellingRule<'suspension.heard'> = (known, { fields: { suspension: id } }) => {
  const open = id === undefined ? undefined : openSuspension(known, id)
  if (open === undefined || known.state.suspensionOf(open.subject)?.id !== open.id) return []
  const names = { entry: String(open.id) }
  return suspensionDeciders(known, open.subject).map((to) => ({
    to,
    template: 'suspension-heard',
    why: 'decides',
    thread: open.id,
    names,
  }))
}

/** Who has their roles back hears it, as long as no other suspension of theirs lasts; of roles that end each grant tells its holder. */
export const suspensionOver: TellingRule<'suspension.ended'> = ({ state }, { fields: { suspension: id, outcome } }) => {
  const subject = id === undefined || outcome === 'removed' ? undefined : state.lastSuspendedBy(id)
  return subject === undefined || id === undefined || state.suspensionOf(subject) !== undefined
    ? []
    : [{ to: subject, template: 'reinstated', why: 'concerned', thread: id, names: {} }]
}

function openSuspension({ state }: Known, id: number): Suspension | undefined {
  return [...state.suspensions()].find((one) => one.id === id)
}

function isBotOfOther({ state }: Known, { subject, from }: Suspension): boolean {
  return [...state.suspensions()].some(
    (one) =>
      one.subject !== subject &&
      one.from === from &&
      state.operatedBy(one.subject).some((account) => state.account(account)?.subject === subject),
  )
}

function minuteOf(at: Instant): string {
  return formatInstant(at).slice(0, 16).replace('T', ' ')
}

/** Those who look into a case hear that there is one; never whom it is about, and never the person it is about. */
export const caseOpened: TellingRule<'case.opened'> = ({ charter, state, now }, { seq, fields: { handled_by: role, subject } }) =>
  role === undefined
    ? []
    : holdersOf(charter, state, role, now)
        .filter((one) => one !== subject)
        .map((to) => ({ to, template: 'case-waits', why: 'decides', thread: seq, names: { entry: String(seq) } }))

export const caseReferred: TellingRule<'case.referred'> = ({ charter, state, now }, { fields: { case: id, to: role } }) =>
  role === undefined || id === undefined
    ? []
    : holdersOf(charter, state, role, now)
        .filter((one) => one !== state.case(id)?.subject)
        .map((to) => ({ to, template: 'case-waits', why: 'decides', thread: id, names: { entry: String(id) } }))
