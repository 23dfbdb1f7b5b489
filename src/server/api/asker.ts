import type { Context } from 'hono'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { State, Token } from '../../ledger/state.ts'
import { checkToken, type Scope } from '../../workflow/check-token.ts'
import { clientAddress } from '../client-address.ts'
import type { Serving } from '../serving.ts'
import type { Attempts } from './attempts.ts'
import type { Refusal } from './route.ts'

/** A refusal of a token; `wait` in seconds where there were too many. */
export interface NotAsker extends Refusal {
  readonly wait?: number
}

/**
 * Whose token came with a request; undefined = none came, and none is needed. The token alone says who it is: cookies are never looked at.
 */
export function askerOf(
  context: Context,
  serving: Serving,
  attempts: Attempts,
  scope: Scope | undefined,
  state: State,
  now: Instant,
): Result<Token | undefined, NotAsker> {
  const header = context.req.header('authorization')
  if (header === undefined)
    return scope === undefined ? ok(undefined) : err({ code: 'not-logged-in', detail: `this takes a token with the scope \`${scope}\`` })
  const text = /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? ''
  const check = checkToken(state, serving.hashing, text, now)
  if (check.kind !== 'valid') {
    const wait = attempts.failed(clientAddress(context, serving.proxies), now)
    if (wait > 0) return err({ code: 'too-many', detail: 'too many tokens that are not valid here came from this address', wait })
    return err({ code: 'not-logged-in', detail: 'the token is not valid here' })
  }
  const needed = scope ?? 'read'
  const { scopes } = check.token
  if (!scopes.includes(needed) && !(needed === 'request' && scopes.includes('grant')))
    return err({ code: 'not-allowed', detail: `the token has no scope \`${needed}\`` })
  serving.tokenUses?.note(check.token.id, now)
  return ok(check.token)
}
