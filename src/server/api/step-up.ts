import { canonicalJson, type Json } from '../../kernel/json.ts'
import { formatInstant, type Instant } from '../../kernel/instant.ts'
import { evidenceOver } from '../../ledger/second-factor.ts'
import type { Token } from '../../ledger/state.ts'
import { hexOf } from '../../workflow/ids.ts'
import type { StepUp } from '../../workflow/ports.ts'
import type { Serving } from '../serving.ts'
import type { Asked, Writing } from './route.ts'

/** One request of a program, as far as its second factor goes. */
interface Asking {
  readonly route: Writing
  readonly path: string
  readonly asked: Asked<unknown, unknown, unknown>
  /** Idempotency key. */
  readonly key: string
}

/** Where a person proves that they mean a decision that their program asked for. */
interface Challenge {
  readonly challenge: string
  readonly hash: string
  readonly url: string
  readonly until: string
}

export interface Proving {
  /** Evidence over the whole request, for what the core decides by the actor alone; taken by being looked at. */
  evidence(token: Token, now: Instant): string | undefined
  readonly port: StepUp
  /** Lets the request wait for its person; undefined = nobody can confirm here. */
  challenge(now: Instant): Challenge | undefined
}

/**
 * The second factor of a request over the programming interface. A token never is one, and nothing that comes with the request is: evidence was given
 * by the person in a browser, for this request of this token alone, and is handed out once.
 */
export function provingOf({ confirmations, hashing, base }: Serving, { route, path, asked, key }: Asking): Proving {
  let token: Token | undefined
  let looked: Instant | undefined
  let wanted: string | undefined
  const bound = (by: Token, hash: string) => ({ person: by.owner, token: by.id, key, hash })
  const requestText = (by: Token) => canonicalJson(JSON.parse(JSON.stringify(['api', path, asked, by.owner, by.id, key])) as Json)
  const requestHash = (by: Token) => hexOf(hashing.sha256(hashing.utf8(requestText(by))))
  return {
    evidence(by, now) {
      ;[token, looked] = [by, now]
      const proof = confirmations?.take(bound(by, requestHash(by)), now)
      return proof === undefined ? undefined : evidenceOver(proof, requestText(by))
    },
    port: {
      prove({ hash }) {
        const found = token === undefined || looked === undefined ? undefined : confirmations?.take(bound(token, hash), looked)
        if (found === undefined) wanted = hash
        return Promise.resolve(found)
      },
    },
    challenge(now) {
      if (confirmations === undefined || token === undefined) return undefined
      const hash = wanted ?? requestHash(token)
      const words = visible(`POST ${path}\n${JSON.stringify(asked.body, undefined, 2)}`)
      const { id, until } = confirmations.ask({ ...bound(token, hash), what: route.summary, asked: words }, now)
      return { challenge: id, hash, url: `${base()}/confirm/${id}`, until: formatInstant(until) }
    },
  }
}

/** What has no shape on a page, or turns the direction of what follows, is written as its number: a person confirms what they see. */
function visible(text: string): string {
  return text.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`)
}
