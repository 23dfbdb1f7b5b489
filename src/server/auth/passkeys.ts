import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { SubjectId } from '../../ledger/entry.ts'

/** A person's key that never leaves their device, as `key.added` records it. */
export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string
  /** COSE public key, base64url. */
  readonly publicKey: string
  readonly transports: readonly string[]
}

const recorded = z.object({ id: z.string().min(1), publicKey: z.string().min(1), transports: z.array(z.string()).default([]) })

/** EdDSA, ES256, RS256: what authenticators have. Newer ones make the platform print warnings. */
const ALGORITHMS = [-8, -7, -257]

/** The one site that keys are made for. */
export interface Site {
  /** Host name without port: keys of a site work on no other. An address of numbers cannot have any. */
  readonly host: string
  /** Scheme, host and port. */
  readonly origin: string
  readonly title: string
}

/** The site of a base address; undefined = keys cannot be had there: it is an address of numbers, or not over TLS and not this machine. */
export function passkeySite(base: string, title: string): Site | undefined {
  const { hostname, origin, protocol } = new URL(base)
  const isNumbers = /^[\d.]+$|^\[/.test(hostname)
  return isNumbers || (protocol !== 'https:' && hostname !== 'localhost') ? undefined : { host: hostname, origin, title }
}

export function readPasskey(text: string | undefined): Passkey | undefined {
  if (text === undefined) return undefined
  try {
    const read = recorded.safeParse(JSON.parse(text))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}

/** What a browser needs to make a key; `challenge` is to be known again. */
export function offerKey(
  site: Site,
  person: { readonly subject: SubjectId; readonly handle: string },
  has: readonly Passkey[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: site.title,
    rpID: site.host,
    userName: person.handle,
    userID: new TextEncoder().encode(person.subject),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: has.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** The key that a browser made; undefined = its answer proves none. */
export async function takeKey(site: Site, challenge: string, answer: unknown): Promise<Passkey | undefined> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified) return undefined
    const { id, publicKey, transports } = registrationInfo.credential
    return { id, publicKey: Buffer.from(publicKey).toString('base64url'), transports: transports ?? [] }
  } catch {
    return undefined
  }
}

/**
 * What a browser needs to sign with a key. `hash` (64 hex digits) makes the challenge the decision itself, so that the signature speaks of nothing
 * else; without it anybody's key may answer, to log in.
 */
export function askForKey(site: Site, of: readonly Passkey[] | undefined, hash?: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: site.host,
    userVerification: 'required',
    ...(of === undefined ? {} : { allowCredentials: of.map(({ id, transports }) => ({ id, transports: [...transports] as never })) }),
    ...(hash === undefined ? {} : { challenge: Uint8Array.from(Buffer.from(hash, 'hex')) }),
  })
}

/** Whom a browser's answer claims to be, before anything is checked: the person's id stands in the key itself. */
export function claimedBy(answer: unknown): { readonly subject: SubjectId; readonly key: string } | undefined {
  const read = z.object({ id: z.string(), response: z.object({ userHandle: z.string() }) }).safeParse(answer)
  if (!read.success) return undefined
  return { subject: Buffer.from(read.data.response.userHandle, 'base64url').toString('utf8'), key: read.data.id }
}

/** Whether the answer is a signature by this key over the challenge (base64url), given by somebody whom the device knows. */
export async function isSignedBy(site: Site, key: Passkey, challenge: string, answer: unknown): Promise<boolean> {
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: true,
      credential: { id: key.id, publicKey: Uint8Array.from(Buffer.from(key.publicKey, 'base64url')), counter: 0 },
    })
    return verified
  } catch {
    return false
  }
}

/** The challenge that a browser's answer says it answers, base64url. It is checked with the signature; here it only finds what was asked. */
export function challengeOf(answer: unknown): string | undefined {
  return saidIn(answer, 'challenge')
}

/** The site on which a browser says that it answered, scheme, host and port: checked with the signature too. */
export function originOf(answer: unknown): string | undefined {
  const origin = saidIn(answer, 'origin')
  return origin !== undefined && URL.canParse(origin) ? origin : undefined
}

function saidIn(answer: unknown, name: 'challenge' | 'origin'): string | undefined {
  const read = z.object({ response: z.object({ clientDataJSON: z.string() }) }).safeParse(answer)
  if (!read.success) return undefined
  try {
    const said: unknown = JSON.parse(Buffer.from(read.data.response.clientDataJSON, 'base64url').toString('utf8'))
    const found = z.record(z.string(), z.unknown()).safeParse(said).data?.[name]
    return typeof found === 'string' && found !== '' ? found : undefined
  } catch {
    return undefined
  }
}
