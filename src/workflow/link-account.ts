import type { AccountKind, Id } from '../charter/model.ts'
import type { Decision } from '../decide/decision.ts'
import { hasWritRight } from '../decide/grant.ts'
import { lacking, refused } from '../decide/question.ts'
import { isLogin } from '../ledger/login.ts'
import { json } from './answer.ts'
import { originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { findPerson, linkDraft, lookUpAccounts, usualKind, type FoundAccount } from './people.ts'
import { record, type Deciding } from './record.ts'

export interface LinkCommand {
  readonly key: string
  readonly caller: Caller
  readonly handle: string
  /** A target, or `login.` and the name of a server that only says who somebody is. */
  readonly target: Id
  /** The account's name on the target. */
  readonly account: string
  readonly kind: AccountKind | undefined
}

const CLAUSE = 'writ.link-accounts'
/** The kind of an account that only lets in. */
const LOGIN = 'login'
const no = (text: string): Decision => refused([{ clause: CLAUSE, text }])

/**
 * Says that an account of a target belongs to a person: on the word of the operator, or of a holder of `link-accounts` on `writ` who is not that
 * person. Equal names prove nothing, so nothing is ever linked without such a word.
 */
export async function linkAccount(instance: Instance, command: LinkCommand): Promise<Decision> {
  const seen = isLogin(command.target) ? loginAccount(command) : await lookUpAccounts(instance, [command.target], command.account)
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const person = findPerson(known.state, command.handle)
    const [found] = seen.found
    const refusal = person.ok ? obstacle(instance, known, command, person.value, found, seen.problems) : no(person.error)
    if (refusal !== undefined || !person.ok || found === undefined) return { drafts: [], answer: json(refusal ?? no('nothing was found')) }
    const proof = command.caller.actor.kind === 'operator' ? 'operator' : 'attested'
    const text = `\`${found.account.name}\` on \`${command.target}\` is \`${command.handle}\`, ${proof === 'operator' ? 'on the word of the operator' : 'attested'}`
    const decision: Decision = { outcome: 'allowed', allowed: true, because: [{ clause: CLAUSE, text }], missing: [], whoCanHelp: [] }
    const kind = isLogin(command.target) ? LOGIN : (command.kind ?? usualKind(known.charter))
    return { drafts: [linkDraft(person.value, found, kind, proof)], answer: json(decision) }
  })
  return answer as unknown as Decision
}

/** At a server that only lets people in, an account is its id: nothing there can be looked up, and its name is nobody's proof. */
function loginAccount({ target, account: id }: LinkCommand): Awaited<ReturnType<typeof lookUpAccounts>> {
  return { found: [{ target, account: { id, name: `${target}:${id}`, memberships: new Map(), locked: false } }], problems: [] }
}

function obstacle(
  instance: Instance,
  { charter, state, ...known }: Deciding,
  { caller: { actor }, target, account, kind }: LinkCommand,
  subject: string,
  found: FoundAccount | undefined,
  problems: readonly string[],
): Decision | undefined {
  if (actor.kind === 'person' && actor.subject === subject) return no('nobody attests to their own account')
  if (actor.kind === 'person' && isLogin(target))
    return no('only its owner, logged in by another way, or the operator says whose login it is')
  if (actor.kind === 'person' && !hasWritRight({ charter, state, ...known }, actor.subject, 'link-accounts'))
    return refused(
      [{ clause: CLAUSE, text: 'only the operator and holders of the right `link-accounts` on `writ` may' }],
      [lacking('authority', 'the right `writ.link-accounts`')],
    )
  if (!isLogin(target) && !charter.targets.has(target))
    return no(`the charter has no target \`${target}\`; it has ${[...charter.targets.keys()].join(', ')}`)
  if (kind !== undefined && !charter.accounts.has(kind))
    return no(`the charter has no accounts of the kind \`${kind}\`; it has ${[...charter.accounts.keys()].join(', ') || 'none declared'}`)
  if (!isLogin(target) && !instance.targets.has(target)) return no(`\`${target}\` is not connected: give it an address in writ.config.yaml`)
  if (problems.length > 0) return no(`it could not be looked up: ${problems.join('; ')}`)
  if (found === undefined) return no(`there is no account \`${account}\` on \`${target}\``)
  const owner = state.account(`${target}:${found.account.id}`)?.subject
  if (owner !== undefined)
    return no(
      `the account \`${account}\` is linked to ${owner === subject ? 'them already' : `\`${state.person(owner)?.handle ?? 'somebody whose name was erased'}\``}`,
    )
  return undefined
}
