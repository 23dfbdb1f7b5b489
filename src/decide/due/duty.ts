import type { Lookup } from '../../charter/condition-env.ts'
import type { Clause, Id, RoleBlock } from '../../charter/model.ts'
import type { Draft, SubjectId } from '../../ledger/entry.ts'
import { draft } from '../../ledger/entry.ts'
import type { Grant } from '../../ledger/state.ts'
import { isGiven } from '../holding.ts'
import type { KnownVersions } from '../follow-up.ts'
import type { Known } from '../question.ts'

/** What is known where the sources are at hand. */
export interface KnownByFacts extends Known {
  /** What a source says of a person. */
  readonly fact: (fact: Id, subject: SubjectId) => Lookup
  /** Sources that were read whole, and those of which a guard doubts it, with why. */
  readonly sources: ReadonlyMap<Id, string | undefined>
}

/** What is known when the clock is asked what is due. */
export interface KnownForDue extends KnownByFacts, KnownVersions {}

export type DutyKind =
  | 'expiry'
  | 'lapse'
  | 'notice'
  | 'condition'
  | 'account'
  | 'inactivity'
  | 'review'
  | 'follow-up'
  | 'vacancy'
  | 'trial'
  | 'reminder'
  | 'escalation'
  | 'activation'
  | 'automatic'
  | 'limit'
  | 'charter'
  | 'source'

/** Something that falls due by time or by what the sources say: the entries that do it. Once they are recorded it is due no more. */
export interface Duty {
  readonly kind: DutyKind
  readonly clause: Clause
  /** One sentence for whoever looks at what the clock does. */
  readonly text: string
  readonly drafts: readonly Draft[]
  /** Takes something from somebody because of what a source says: held back where it would hit many at once. */
  readonly takes: boolean
}

/** One area of what may fall due. */
export type DutyRule = (known: KnownForDue) => Iterable<Duty>

/** Who decided what the clock does. */
export const CLOCK = 'writ:job:clock'

export function duty(kind: DutyKind, clause: Clause, text: string, drafts: readonly Draft[], takes = false): Duty {
  return { kind, clause, text, drafts, takes }
}

/** Somebody is told something about an entry; the template names what. */
export function told(subject: SubjectId, about: number, template: string): Draft {
  return draft('notice.sent', { subject, about, template, by_channel: 'outbox' })
}

/** Those of some people who were not yet told something about an entry. */
export function untold(known: Known, people: Iterable<SubjectId>, about: number, template: string): readonly SubjectId[] {
  return [...new Set(people)].filter((one) => known.state.noticeOf(about, template, one) === undefined)
}

/** Every grant of a role that the charter still has and that has begun, with that role; in the order of the ledger. */
export function* givenGrants(known: Known): Iterable<{ readonly grant: Grant; readonly role: RoleBlock }> {
  for (const grant of known.state.runningGrants()) {
    const role = known.charter.roles.get(grant.role)
    if (role !== undefined && isGiven(grant, known.now) && grant.from <= known.now) yield { grant, role }
  }
}
