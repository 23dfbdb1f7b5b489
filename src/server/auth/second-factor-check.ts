import type { Hashing } from '../../kernel/hashing.ts'
import { readSecondFactor, type SecondFactor } from '../../ledger/second-factor.ts'
import { hexOf } from '../../workflow/ids.ts'
import { challengeOf, isSignedBy, originOf, passkeySite, readPasskey } from './passkeys.ts'

/** What can be said of recorded evidence later, by whoever reads it. */
export interface CheckedFactor {
  readonly factor: SecondFactor
  /** What it speaks of: 64 hex digits; undefined = it names nothing that can be read. */
  readonly hash: string | undefined
  /** Whether that is the hash of the text that stands beside it; undefined where none does: then it is of the decision in the entry. */
  readonly bound: boolean | undefined
  /** Whether the passkey of that entry signed it; undefined where there is no passkey to check it with: what a provider signed needs its keys of then. */
  readonly signed: boolean | undefined
}

/** Reads evidence that an entry keeps and checks what can be checked without the session it came from. `keyOf`: what `key.added` of an entry says. */
export async function checkSecondFactor(
  evidence: string,
  hashing: Hashing,
  keyOf: (entry: number) => Promise<string | undefined>,
): Promise<CheckedFactor | undefined> {
  const factor = readSecondFactor(evidence)
  if (factor === undefined) return undefined
  const { way, key, proof, over } = factor
  const answer = way === 'passkey' ? parsed(proof) : undefined
  const hash =
    way === 'passkey' ? hashIn(challengeOf(answer)) : way === 'provider' ? nonceHash(proof) : /^demo:([0-9a-f]{64})$/.exec(proof)?.[1]
  const bound = over === undefined ? undefined : hash === hexOf(hashing.sha256(hashing.utf8(over)))
  const signed = key === undefined ? undefined : await isSigned(readPasskey(await keyOf(key)), answer)
  return { factor, hash, bound, signed }
}

async function isSigned(passkey: ReturnType<typeof readPasskey>, answer: unknown): Promise<boolean | undefined> {
  if (passkey === undefined) return undefined
  const [challenge, origin] = [challengeOf(answer), originOf(answer)]
  const site = origin === undefined ? undefined : passkeySite(origin, '')
  return challenge !== undefined && site !== undefined && (await isSignedBy(site, passkey, challenge, answer))
}

function hashIn(challenge: string | undefined): string | undefined {
  const bytes = Buffer.from(challenge ?? '', 'base64url')
  return bytes.length === 32 ? bytes.toString('hex') : undefined
}

/** The digits that stand before the nonce of a provider's token (RFC 7519: three parts, the second is the claims). */
function nonceHash(token: string): string | undefined {
  const claims = parsed(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const nonce = typeof claims === 'object' && claims !== null && 'nonce' in claims ? claims.nonce : undefined
  return typeof nonce === 'string' ? /^([0-9a-f]{64})\./.exec(nonce)?.[1] : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
