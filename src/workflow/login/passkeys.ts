import type { Decision } from '../../decide/decision.ts'
import { refused } from '../../decide/question.ts'
import { draft } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { evidenceOf, originOf, type Caller } from '../caller.ts'
import type { Instance } from '../instance.ts'
import { record } from '../record.ts'

const CLAUSE = 'writ.passkeys'
const no = (text: string): Decision => refused([{ clause: CLAUSE, text }])
const yes = (text: string): Decision => ({
  outcome: 'allowed',
  allowed: true,
  because: [{ clause: CLAUSE, text }],
  missing: [],
  whoCanHelp: [],
})

/** More than anybody has devices. */
const MOST = 20

/** Registers a key whose making was checked. Whoever has keys confirms with one of them before another is added: the caller brings the evidence. */
export async function addPasskey(
  instance: Instance,
  command: { readonly key: string; readonly caller: Caller; readonly passkey: string },
): Promise<Decision> {
  const { actor } = command.caller
  const answer = await record(instance, command.key, originOf(command.caller), ({ state }) => {
    if (actor.kind !== 'person') return { drafts: [], answer: json(no('a passkey is made by its owner')) }
    const has = state.keysOf(actor.subject)
    if (has.length > 0 && actor.stepUp === undefined)
      return { drafts: [], answer: json(no('confirm with a passkey that you have before you add another')) }
    if (has.length >= MOST) return { drafts: [], answer: json(no(`nobody needs more than ${MOST} passkeys; retire one first`)) }
    return {
      drafts: [draft('key.added', { owner: actor.subject, purpose: 'passkey', key: command.passkey, ...evidenceOf(command.caller) })],
      answer: json(yes('it was made in this browser, by its owner')),
    }
  })
  return answer as unknown as Decision
}

/** Retires a key at once: its owner may, since one that is lost cannot wait. */
export async function retirePasskey(
  instance: Instance,
  command: { readonly key: string; readonly caller: Caller; readonly passkey: number; readonly reason: string | undefined },
): Promise<Decision> {
  const { actor } = command.caller
  const answer = await record(instance, command.key, originOf(command.caller), ({ state }) => {
    const mine = actor.kind === 'person' && state.keysOf(actor.subject).some(({ id }) => id === command.passkey)
    if (actor.kind === 'person' && !mine) return { drafts: [], answer: json(no('you have no such passkey')) }
    return {
      drafts: [draft('key.retired', { key: command.passkey, ...(command.reason === undefined ? {} : { reason: command.reason }) })],
      answer: json(yes('it opens nothing any more')),
    }
  })
  return answer as unknown as Decision
}
