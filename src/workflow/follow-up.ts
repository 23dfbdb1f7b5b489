import type { Decision } from '../decide/decision.ts'
import { acceptanceOf, decideAcceptance, decideFollowUp, termsOf } from '../decide/follow-up.ts'
import { draft } from '../ledger/entry.ts'
import { json } from './answer.ts'
import { originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { record } from './record.ts'
import { statementDrafts } from './request/statements.ts'

export interface FollowUpCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry of the grant. */
  readonly grant: number
  readonly works: boolean
  /** What was seen. */
  readonly note: string | undefined
}

/** Somebody whom the charter names says whether the access of a grant works. What follows is due at once and carried out by the clock. */
export async function followUp(instance: Instance, { key, caller, grant: id, works, note }: FollowUpCommand): Promise<Decision> {
  const answer = await record(instance, key, originOf(caller), (known) => {
    const decision = decideFollowUp(known, caller.actor, id, works)
    const grant = known.state.grant(id)
    if (!decision.allowed || grant === undefined) return { drafts: [], answer: json(decision) }
    const terms = termsOf(known, known.charter.roles.get(grant.role)?.followUp)
    const accepted = works && terms !== undefined && acceptanceOf(known, terms, grant.subject) !== undefined
    const seen = { subject: grant.subject, grant: id, works, ...(note === undefined ? {} : { note }) }
    return { drafts: [draft('grant.followed-up', { ...seen, ...(accepted ? { terms: terms.version } : {}) })], answer: json(decision) }
  })
  return answer as unknown as Decision
}

export interface AcceptTermsCommand {
  readonly key: string
  readonly caller: Caller
  /** The entry of the grant. */
  readonly grant: number
  /** What the holder read: SHA-256 of its words. */
  readonly version: string
}

/** The holder of a grant accepts the terms that go with it, in exactly the words that they read. */
export async function acceptTerms(instance: Instance, { key, caller, grant: id, version }: AcceptTermsCommand): Promise<Decision> {
  const answer = await record(instance, key, originOf(caller), (known) => {
    const decision = decideAcceptance(known, caller.actor, id, version)
    const grant = known.state.grant(id)
    const terms = termsOf(known, known.charter.roles.get(grant?.role ?? '')?.followUp)
    if (!decision.allowed || grant === undefined || terms === undefined) return { drafts: [], answer: json(decision) }
    const said = acceptanceOf(known, terms, grant.subject) === undefined
    return {
      drafts: said ? statementDrafts(known, grant.subject, grant.subject, [terms.statement], undefined) : [],
      answer: json(decision),
    }
  })
  return answer as unknown as Decision
}
