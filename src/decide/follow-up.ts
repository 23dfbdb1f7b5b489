/** Whether access was seen to work, and whether its holder accepted the terms that go with it (charter: `follow_up`). */
import { HOW } from './how.ts'
import type { FollowUpRule, Id } from '../charter/model.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant, Statement } from '../ledger/state.ts'
import { candidatesAmong } from './approver.ts'
import type { Decision } from './decision.ts'
import { isGiven } from './holding.ts'
import { handleOf, lacking, refused, type Actor, type Known } from './question.ts'

/** Told to the holder when all that a grant gives was read back: from then on the clock of its follow-up runs. */
export const STARTED = 'effective'

/** What a follow-up says to those who look, and to those who are called in later. */
export const ASKED = 'follow-up'
export const ESCALATED = 'follow-up/escalated'

/** What is known, and the version of any words. */
export interface KnownVersions extends Known {
  readonly versionOf: (words: string) => string
}

/** The terms of a role in the words of the charter in force. */
export interface Terms {
  readonly statement: Id
  readonly words: string
  /** SHA-256 of the words. */
  readonly version: string
}

export function termsOf({ charter, versionOf }: KnownVersions, rule: FollowUpRule | undefined): Terms | undefined {
  const statement = rule?.terms
  const words = statement === undefined ? undefined : charter.statements.get(statement)?.text
  return statement === undefined || words === undefined ? undefined : { statement, words, version: versionOf(words) }
}

/** How the holder of a grant accepted the terms in exactly these words; undefined = not, or it has lapsed. */
export function acceptanceOf({ state, now }: Known, { statement, words }: Terms, holder: SubjectId): Statement | undefined {
  return state
    .statements(holder, statement)
    .findLast((one) => one.by === holder && one.words === words && (one.until === undefined || now < one.until))
}

/** Whether nothing of a grant's follow-up is open: it was seen to work, and the terms as they stand now were accepted. */
export function isFollowedUp(known: KnownVersions, grant: Grant, rule: FollowUpRule): boolean {
  const done = known.state.followUpOf(grant.id)
  const terms = termsOf(known, rule)
  return done?.works === true && (terms === undefined || done.terms === terms.version)
}

/** Who may say whether the access of a grant works: those whom the charter names, later those it calls in too; never the holder. */
export function mayFollowUp(known: Known, grant: Grant, rule: FollowUpRule, person: SubjectId): boolean {
  const { state } = known
  if (person === grant.subject || state.suspensionOf(person) !== undefined) return false
  const called = state.noticeOf(grant.id, ESCALATED, person) !== undefined ? (rule.escalate?.to ?? []) : []
  return [...candidatesAmong(known, [...rule.by, ...called], grant.subject)].includes(person)
}

/** May this person record whether the access of a grant works? An operator did not look. */
export function decideFollowUp(known: KnownVersions, actor: Actor, id: number, works: boolean): Decision {
  const { grant, rule, clause, refusal } = openFollowUp(known, id)
  if (refusal !== undefined) return refusal
  if (actor.kind === 'operator')
    return refused([{ clause, text: `only a person who looked can say so; ${HOW.inOwnName}` }], [lacking('authority', 'a person')])
  if (!mayFollowUp(known, grant, rule, actor.subject)) {
    const people = [...candidatesAmong(known, rule.by, grant.subject)].flatMap((one) =>
      one === undefined || one === grant.subject ? [] : [one],
    )
    const help = { role: grant.role, holders: people.map((one) => handleOf(known.state, one)), clause, how: 'they look and say so' }
    return refused([{ clause, text: 'this is not yours to say' }], [lacking('authority', 'a place among those who follow up')], [help])
  }
  const terms = termsOf(known, rule)
  const lacks = works && terms !== undefined && acceptanceOf(known, terms, grant.subject) === undefined
  const text = !works
    ? 'it stays open until it works'
    : lacks
      ? `it works; done once ${handleOf(known.state, grant.subject)} accepts the terms \`${terms.statement}\``
      : 'it works'
  return allowed(clause, text)
}

/** May this person accept the terms of a grant at a version? Only the holder, themselves, and only the words that are in force. */
export function decideAcceptance(known: KnownVersions, actor: Actor, id: number, version: string): Decision {
  const { grant, rule, clause, refusal } = openFollowUp(known, id)
  if (refusal !== undefined) return refusal
  if (actor.kind === 'operator' || actor.subject !== grant.subject)
    return refused([{ clause, text: `only ${handleOf(known.state, grant.subject)} can accept these terms, with their own token or login` }])
  const terms = termsOf(known, rule)
  if (terms === undefined) return refused([{ clause, text: `\`${grant.role}\` has no terms to accept` }])
  if (version !== terms.version)
    return refused([{ clause: `statements.${terms.statement}`, text: `the terms are now at version ${terms.version}: read them again` }])
  return allowed(`statements.${terms.statement}`, `the terms are accepted at version ${terms.version}`)
}

type Open =
  | { readonly grant: Grant; readonly rule: FollowUpRule; readonly clause: string; readonly refusal: undefined }
  | { readonly grant: undefined; readonly rule: undefined; readonly clause: string; readonly refusal: Decision }

function openFollowUp(known: KnownVersions, id: number): Open {
  const grant = known.state.grant(id)
  const no = (clause: string, text: string): Open => ({ grant: undefined, rule: undefined, clause, refusal: refused([{ clause, text }]) })
  if (grant === undefined || !isGiven(grant, known.now)) return no('roles', `entry ${id} is no grant that runs`)
  const clause = `roles.${grant.role}.follow_up`
  const rule = known.charter.roles.get(grant.role)?.followUp
  if (rule === undefined) return no(`roles.${grant.role}`, `nobody follows up \`${grant.role}\``)
  if (known.state.noticeOf(grant.id, STARTED, grant.subject) === undefined)
    return no(clause, 'it has no effect on its targets yet; the follow-up begins then')
  if (isFollowedUp(known, grant, rule)) return no(clause, 'the follow-up is done')
  return { grant, rule, clause, refusal: undefined }
}

function allowed(clause: string, text: string): Decision {
  return { outcome: 'allowed', allowed: true, because: [{ clause, text }], missing: [], whoCanHelp: [] }
}
