import { timingSafeEqual } from 'node:crypto'
import type { Hashing, Randomness } from '../../kernel/hashing.ts'
import type { Instant } from '../../kernel/instant.ts'
import { newToken } from '../../workflow/ids.ts'

const AN_HOUR = 3_600_000
/** Browsers that may be setting up at a time. */
const MOST = 50

/** The one-time token of a server that is not set up, and the browsers that have shown it. All of it is gone with the process. */
export interface SetupPass {
  /** 256 bits of chance, in letters and digits. */
  readonly text: string
  /** From then on it opens nothing. */
  readonly until: Instant
  /** Judges a token in time that does not depend on what is right about it. The secret of a new visit; undefined = it is not the token, or too late. */
  enter(token: string, now: Instant): string | undefined
  /** Whether a visit goes on; each look makes it last another hour. */
  isInside(secret: string | undefined, now: Instant): boolean
}

export function createPass(hashing: Hashing, randomness: Randomness, now: Instant): SetupPass {
  const { text } = newToken(randomness, hashing)
  const until = (now + AN_HOUR) as Instant
  const digest = (of: string) => hashing.sha256(hashing.utf8(of))
  const own = digest(text)
  /** Ends of the visits by the digest of their secrets. */
  const visits = new Map<string, Instant>()
  const nameOf = (secret: string) => hashing.base64url(digest(secret))
  return {
    text,
    until,
    enter(token, at) {
      // digests have one length, whatever was typed
      const isIt = timingSafeEqual(digest(token.trim()), own)
      if (!isIt || at >= until) return undefined
      const secret = hashing.base64url(randomness.bytes(32))
      if (visits.size >= MOST) visits.delete(visits.keys().next().value ?? '')
      visits.set(nameOf(secret), (at + AN_HOUR) as Instant)
      return secret
    },
    isInside(secret, at) {
      const name = secret === undefined ? '' : nameOf(secret)
      const end = visits.get(name)
      if (end === undefined) return false
      if (end <= at) {
        visits.delete(name)
        return false
      }
      visits.set(name, (at + AN_HOUR) as Instant)
      return true
    },
  }
}
