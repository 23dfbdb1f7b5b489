import { HOW } from '../../decide/how.ts'
import type { Decision } from '../../decide/decision.ts'
import { hasWritRight } from '../../decide/grant.ts'
import { actingPerson, lacking, refused } from '../../decide/question.ts'
import { accountsLeaving } from '../../decide/trouble/departure.ts'
import { allowed } from '../../decide/trouble/ruling.ts'
import { draft } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { deciderOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { findPerson } from '../people.ts'
import { record } from '../record.ts'

export interface ConfirmLockCommand {
  readonly key: string
  readonly caller: Caller
  /** Who left. */
  readonly handle: string
  /** The account: its key. */
  readonly account: string
}

const CLAUSE = 'accounts'

/** A named person says that an account is locked on a target that cannot be asked: a holder of `apply` on `writ`, or the operator for somebody. */
export async function confirmLock(instance: Instance, command: ConfirmLockCommand): Promise<Decision> {
  const answer = await record(instance, command.key, originOf(command.caller), (known) => {
    const no = (text: string) => ({ drafts: [], answer: json(refused([{ clause: CLAUSE, text }])) })
    const { actor } = command.caller
    const by = actingPerson(actor)
    const person = findPerson(known.state, command.handle)
    if (!person.ok) return no(person.error)
    if (by === undefined) return no(HOW.whoConfirms)
    if (by === person.value) return no('another person has to confirm it')
    if (actor.kind === 'person' && !hasWritRight(known, by, 'apply'))
      return {
        drafts: [],
        answer: json(
          refused(
            [{ clause: 'rights.writ.apply', text: 'only holders of the right `apply` on `writ` confirm what was done' }],
            [lacking('authority', 'the right `writ.apply`')],
          ),
        ),
      }
    const account = known.state.account(command.account)
    if (account === undefined || !accountsLeaving(known, person.value).includes(account.key))
      return no(`\`${command.account}\` is no account of \`${command.handle}\`; write it as target:id, as \`writ depart status\` does`)
    if (!account.locked) return no(`\`${command.account}\` is not to be locked: ${command.handle} has not left`)
    if (known.state.lockOf(account.key) !== undefined) return no('it is confirmed already')
    if (instance.targets.get(account.target)?.capabilities.lock === true)
      return no(`\`${account.target}\` says itself whether an account is locked: \`writ apply ${account.target}\` asks it`)
    return {
      drafts: [draft('lock.confirmed', { account: account.key, how: 'person', by: deciderOf(command.caller) })],
      answer: json(allowed(CLAUSE, 'a named person confirms it')),
    }
  })
  return answer as unknown as Decision
}
