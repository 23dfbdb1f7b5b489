import type { Decision } from '../decide/decision.ts'
import { hasWritRight } from '../decide/grant.ts'
import { lacking, refused } from '../decide/question.ts'
import { addDuration } from '../kernel/duration.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { draft } from '../ledger/entry.ts'
import { json } from './answer.ts'
import { evidenceOf, originOf, type Caller } from './caller.ts'
import { FEED, LOGIN_CODE, type Scope } from './check-token.ts'
import { newToken } from './ids.ts'
import type { Instance } from './instance.ts'
import { findPerson } from './people.ts'
import { record, type Deciding } from './record.ts'

export interface MakeTokenCommand {
  readonly key: string
  readonly caller: Caller
  readonly handle: string
  readonly until: Instant
  readonly scopes: readonly (Scope | typeof LOGIN_CODE | typeof FEED)[]
}

export interface MakeTokenAnswer {
  readonly decision: Decision
  /** The token's public id. */
  readonly id: string | undefined
  /** The secret text, given once. */
  readonly token: string | undefined
}

export interface RevokeTokenCommand {
  readonly key: string
  readonly caller: Caller
  /** The public id: the middle part of the token's text. */
  readonly token: string
  readonly reason: string | undefined
}

const CLAUSE = 'writ.make-token'
/** A token that a person makes lasts no longer. */
export const LONGEST_TOKEN = { count: 1, unit: 'year' } as const
/** So many addresses of feeds one person may have at a time. */
const MOST_FEEDS = 10
const LONGEST_CODE = { count: 24, unit: 'hour' } as const
const allowed = (text: string): Decision => ({
  outcome: 'allowed',
  allowed: true,
  because: [{ clause: CLAUSE, text }],
  missing: [],
  whoCanHelp: [],
})
const no = (text: string): Decision => refused([{ clause: CLAUSE, text }])

/**
 * Makes a bearer token for a person. The operator may hand one to anybody, which the ledger shows; a person needs the right `make-token` on
 * `writ` and makes their own only: somebody else's token is somebody else's voice. The address of a feed of one's own takes no right.
 */
export async function makeToken(instance: Instance, command: MakeTokenCommand): Promise<MakeTokenAnswer> {
  const made = newToken(instance.outside.randomness, instance.outside.hashing)
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const owner = findPerson(known.state, command.handle)
    const decision = owner.ok ? decideMaking(known, command, owner.value) : no(owner.error)
    if (!decision.allowed || !owner.ok) return { drafts: [], answer: json({ decision, id: undefined }) }
    return {
      drafts: [
        draft('token.made', {
          token: made.id,
          secret: made.secretHash,
          owner: owner.value,
          scopes: command.scopes,
          until: formatInstant(command.until),
          ...evidenceOf(command.caller),
        }),
      ],
      answer: json({ decision, id: made.id }),
    }
  })
  const { decision, id } = answer as unknown as { readonly decision: Decision; readonly id: string | undefined }
  // The same command again: the token of the first time is lost, for its text is kept nowhere.
  return { decision, id, token: id === made.id ? made.text : undefined }
}

function decideMaking(known: Deciding, { caller: { actor }, handle, until, scopes }: MakeTokenCommand, owner: string): Decision {
  const person = known.state.person(owner)
  if (person?.departed !== undefined || known.state.suspensionOf(owner) !== undefined)
    return no(`\`${handle}\` is suspended or has left; a token would end with that`)
  if (until <= known.now) return no('its end has passed already')
  if (scopes.includes(LOGIN_CODE)) {
    if (scopes.length > 1) return no('a login code is for nothing else: give it no other scope')
    if (actor.kind === 'person') return no('only the operator hands out login codes: a token is not to become a login')
    if (until > addDuration(known.now, LONGEST_CODE)) return no('a login code is good for a day at most')
  }
  if (scopes.includes(FEED) && scopes.length > 1) return no('the address of a feed is for nothing else: give it no other scope')
  if (actor.kind === 'operator') return allowed(`the operator hands \`${handle}\` a token; the ledger shows that`)
  if (actor.subject !== owner) return no('a person makes their own token only')
  const isFeed = scopes.includes(FEED)
  if (isFeed && feedsOf(known, owner) >= MOST_FEEDS) return no(`ten addresses of feeds are in use: revoke one first`)
  if (!isFeed && !hasWritRight(known, actor.subject, 'make-token'))
    return refused(
      [{ clause: CLAUSE, text: 'only holders of the right `make-token` on `writ` may' }],
      [lacking('authority', 'the right `writ.make-token`')],
    )
  // a day more: the last one lasts until its end
  if (until > addDuration(addDuration(known.now, LONGEST_TOKEN), { count: 1, unit: 'day' }))
    return no('`until`: a token lasts a year at most')
  return allowed(isFeed ? 'it reads what concerns its owner, and nothing else' : 'it speaks for nobody else')
}

function feedsOf({ state, now }: Deciding, owner: string): number {
  return [...state.tokens()].filter((one) => one.owner === owner && !one.revoked && one.until > now && one.scopes.includes(FEED)).length
}

/** Ends a token at once: its owner may, the operator may, and holders of `make-token` on `writ`, since a leaked one cannot wait. */
export async function revokeToken(instance: Instance, command: RevokeTokenCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const token = known.state.token(command.token)
    const { actor } = command.caller
    if (token === undefined) return { drafts: [], answer: json(no(`there is no token \`${command.token}\``)) }
    if (token.revoked) return { drafts: [], answer: json(no(`the token \`${command.token}\` was revoked before`)) }
    if (actor.kind === 'person' && actor.subject !== token.owner && !hasWritRight(known, actor.subject, 'make-token'))
      return { drafts: [], answer: json(no('only its owner, the operator and holders of `make-token` on `writ` may')) }
    const revoked = draft('token.revoked', { token: token.id, ...(command.reason === undefined ? {} : { reason: command.reason }) })
    return { drafts: [revoked], answer: json(allowed('it no longer works')) }
  })
  return answer as unknown as Decision
}
