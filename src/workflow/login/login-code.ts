import { draft, type SubjectId } from '../../ledger/entry.ts'
import { json } from '../answer.ts'
import { checkToken, LOGIN_CODE } from '../check-token.ts'
import type { Instance } from '../instance.ts'

/** Takes a code that logs in: it is over with that, whoever uses it first. undefined = it is none, or was used, or its time has passed. */
export async function useLoginCode(instance: Instance, key: string, code: string): Promise<SubjectId | undefined> {
  const { journal, outside } = instance
  const owner = checkToken(journal.state, outside.hashing, code, outside.clock.now())
  if (owner.kind !== 'valid' || !owner.token.scopes.includes(LOGIN_CODE)) return undefined
  const answer = await journal.command(key, { channel: 'web', identity: `subject:${owner.token.owner}` }, (state, now) => {
    const check = checkToken(state, outside.hashing, code, now)
    if (check.kind !== 'valid') return { drafts: [], answer: json({}) }
    return {
      drafts: [draft('token.revoked', { token: check.token.id, reason: 'used to log in' })],
      answer: json({ owner: check.token.owner }),
    }
  })
  return (answer as { readonly owner?: SubjectId }).owner
}
