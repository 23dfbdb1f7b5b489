import type { Decision } from '../../decide/decision.ts'
import { refused } from '../../decide/question.ts'
import { draft, type Draft, type SubjectId } from '../../ledger/entry.ts'
import { loginTarget } from '../../ledger/login.ts'
import { json } from '../answer.ts'
import { originOf, type Caller } from '../caller.ts'
import { newSubject } from '../ids.ts'
import type { Instance } from '../instance.ts'
import { usualKind } from '../people.ts'
import { record, type Deciding } from '../record.ts'
import { identityKey, type LoginIdentity } from './identity.ts'

const CLAUSE = 'writ.login'
const no = (text: string): Decision => refused([{ clause: CLAUSE, text }])
const yes = (text: string): Decision => ({
  outcome: 'allowed',
  allowed: true,
  because: [{ clause: CLAUSE, text }],
  missing: [],
  whoCanHelp: [],
})

export interface JoinLoginCommand {
  readonly key: string
  /** The person, logged in by another way: what they have at the server and what they have here meet in one browser. */
  readonly caller: Caller
  readonly identity: LoginIdentity
}

/** A person who is logged in adds one more way: both sides are proved, by this login and by that one. */
export async function joinLogin(instance: Instance, { key, caller, identity }: JoinLoginCommand): Promise<Decision> {
  const answer = await record(instance, key, originOf(caller), (known) => {
    const { actor } = caller
    if (actor.kind !== 'person') return { drafts: [], answer: json(no('log in as the person whose account it is')) }
    const account = known.state.account(identityKey(identity))
    const owner = account?.subject
    if (account?.attested === false && owner === actor.subject) return { drafts: [], answer: json(yes('it is yours already')) }
    if (owner !== undefined && owner !== actor.subject) return { drafts: [], answer: json(no('this account is somebody else’s here')) }
    return { drafts: [linked(known, actor.subject, identity)], answer: json(yes('this login and that one were made in one browser')) }
  })
  return answer as unknown as Decision
}

export interface RegisterCommand {
  readonly key: string
  readonly identity: LoginIdentity
}

export interface RegisterAnswer {
  readonly decision: Decision
  readonly subject: SubjectId | undefined
}

/** Somebody who logs in for the first time becomes a person here, who holds nothing. A handle that is taken gets a number. */
export async function registerByLogin(instance: Instance, { key, identity }: RegisterCommand): Promise<RegisterAnswer> {
  const subject = newSubject(instance.outside.randomness)
  const answer = await record(instance, key, { channel: 'web', identity: `subject:${subject}` }, (known) => {
    const account = known.state.account(identityKey(identity))
    if (account?.attested === true)
      return {
        drafts: [],
        answer: json({
          decision: no('somebody said whose account it is; its owner proves it, logged in by another way'),
          subject: undefined,
        }),
      }
    if (account !== undefined) return { drafts: [], answer: json({ decision: yes('they are known'), subject: account.subject }) }
    const drafts = [draft('person.registered', { subject, handle: freeHandle(known, identity.handle) }), linked(known, subject, identity)]
    return { drafts, answer: json({ decision: yes('whoever can log in may have an account here'), subject }) }
  })
  return answer as unknown as RegisterAnswer
}

function linked(known: Deciding, subject: SubjectId, identity: LoginIdentity): Draft {
  const account = identityKey(identity)
  const [name, target, kind] =
    identity.target === undefined
      ? [account, loginTarget(identity.provider), 'login']
      : [identity.name, identity.target, usualKind(known.charter)]
  return draft('account.linked', { subject, account, name, target, kind, proof: 'both-sides' })
}

function freeHandle({ state }: Deciding, wanted: string): string {
  const plain =
    wanted
      .normalize('NFC')
      .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
      .trim()
      .slice(0, 80) || 'member'
  for (let number = 1; ; number += 1) {
    const handle = number === 1 ? plain : `${plain} ${number}`
    if (state.personByHandle(handle) === undefined) return handle
  }
}
