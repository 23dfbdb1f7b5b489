import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose'
import * as client from 'openid-client'
import { instant, type Instant } from '../../kernel/instant.ts'
import { exchangeFailure } from './exchange-failure.ts'
import { NotIdentifiedError, ProviderFailedError, type Errand, type Identified, type Kept, type LoginProvider } from './provider.ts'

export interface OidcSettings {
  readonly id: string
  readonly title: string
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  /** The claim whose value is the person's immutable id; `sub` unless a directory's own id is told in another. */
  readonly claim: string
  /** Asked for besides `openid`. */
  readonly scopes: readonly string[]
}

/** A second factor counts for so long, in seconds. */
const FRESH = 300
/** How long the issuer's description is believed, in milliseconds. */
const DESCRIBED_FOR = 3_600_000
/** A logout is told within this many seconds of its making. */
const LOGOUT_AGE = 300
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/**
 * A relying party of OpenID Connect Core 1.0: authorization code with PKCE, state and nonce, signatures checked though the token came over TLS,
 * since it is kept as evidence. To confirm a decision the decision's hash stands in the nonce, so that the issuer's signature covers it.
 */
export function oidcProvider(settings: OidcSettings, clock: { now(): Instant }): LoginProvider {
  const described = describedBy(settings, clock)
  return {
    id: settings.id,
    title: settings.title,
    confirms: true,
    async begin(redirect, errand) {
      const configuration = await described()
      const verifier = client.randomPKCECodeVerifier()
      const kept: Kept = { state: client.randomState(), nonce: nonceOf(errand), verifier }
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirect,
        scope: ['openid', ...settings.scopes].join(' '),
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: kept.state,
        nonce: kept.nonce,
        ...(errand.kind === 'confirm' ? { prompt: 'login', max_age: '0' } : {}),
      })
      return { url, kept }
    },
    async finish(callback, kept, errand, now) {
      const configuration = await described()
      const tokens = await exchanged(configuration, callback, kept, errand, settings.title)
      const claims = tokens.claims()
      const id = claims?.[settings.claim]
      if (claims === undefined || typeof id !== 'string' || id === '')
        throw new NotIdentifiedError(`${settings.title} did not say who you are: its answer has no \`${settings.claim}\``)
      const authenticated = claims.auth_time === undefined ? undefined : instant(claims.auth_time * 1000)
      if (errand.kind === 'confirm' && (authenticated === undefined || now - authenticated > FRESH * 1000))
        throw new NotIdentifiedError(`${settings.title} did not ask you anew: it must prompt for the login and say when (\`auth_time\`)`)
      const named = claims['preferred_username'] ?? claims['name']
      return {
        id,
        name: typeof named === 'string' && named !== '' ? named : id,
        authenticated,
        session: typeof claims['sid'] === 'string' ? claims['sid'] : undefined,
        evidence: tokens.id_token,
      } satisfies Identified
    },
    loggedOut: loggedOut(settings, described, new Map()),
  }
}

/** 64 digits of the decision stand before what makes the nonce one that cannot be guessed. */
function nonceOf(errand: Errand): string {
  return errand.kind === 'confirm' ? `${errand.hash}.${client.randomNonce()}` : client.randomNonce()
}

/** What the issuer says of itself, read when it is needed first; a failure is not kept. */
function describedBy(
  { issuer, clientId, clientSecret, title }: OidcSettings,
  clock: { now(): Instant },
): () => Promise<client.Configuration> {
  let known: { readonly at: Instant; readonly configuration: Promise<client.Configuration> } | undefined
  return async () => {
    const now = clock.now()
    if (known === undefined || now - known.at > DESCRIBED_FOR) {
      const insecure = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
      const configuration = client.discovery(issuer, clientId, undefined, client.ClientSecretPost(clientSecret), {
        execute: [...insecure, client.enableNonRepudiationChecks],
        timeout: 10,
      })
      known = { at: now, configuration }
    }
    try {
      return await known.configuration
    } catch (error) {
      known = undefined
      throw new ProviderFailedError(`${title} does not answer`, { cause: error })
    }
  }
}

async function exchanged(configuration: client.Configuration, callback: URL, kept: Kept, errand: Errand, title: string) {
  try {
    return await client.authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
      ...(errand.kind === 'confirm' ? { maxAge: FRESH } : {}),
    })
  } catch (error) {
    throw exchangeFailure(error, title)
  }
}

/** Checks a logout token as OpenID Connect Back-Channel Logout 1.0 section 2.6 asks, a repetition (`jti`) included. */
function loggedOut(
  settings: OidcSettings,
  described: () => Promise<client.Configuration>,
  seen: Map<string, Instant>,
): NonNullable<LoginProvider['loggedOut']> {
  let keys: { readonly at: string; readonly set: ReturnType<typeof createRemoteJWKSet> } | undefined
  return async (token, now) => {
    const { jwks_uri: at, issuer } = (await described()).serverMetadata()
    if (at === undefined) throw new ProviderFailedError(`${settings.title} publishes no keys`)
    if (keys?.at !== at) keys = { at, set: createRemoteJWKSet(new URL(at)) }
    const claims = await verified(token, keys.set, { issuer, audience: settings.clientId, now })
    const events = claims['events']
    const names = typeof events === 'object' && events !== null && LOGOUT_EVENT in events
    const [id, session] = [claims[settings.claim], claims['sid']].map((one) => (typeof one === 'string' ? one : undefined))
    if (!names || 'nonce' in claims || claims.jti === undefined) throw new NotIdentifiedError('this is no logout token')
    if (id === undefined && session === undefined)
      throw new NotIdentifiedError(`the logout token names neither a session nor anybody by \`${settings.claim}\``)
    for (const [jti, at] of seen) if (now - at > LOGOUT_AGE * 2000) seen.delete(jti)
    if (seen.has(claims.jti)) throw new NotIdentifiedError('this logout token was used before')
    seen.set(claims.jti, now)
    return { id: session === undefined ? id : undefined, session }
  }
}

async function verified(
  token: string,
  keys: ReturnType<typeof createRemoteJWKSet>,
  asked: { readonly issuer: string; readonly audience: string; readonly now: Instant },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: asked.issuer,
      audience: asked.audience,
      maxTokenAge: LOGOUT_AGE,
      clockTolerance: 30,
      currentDate: new Date(asked.now),
    })
    return payload
  } catch (error) {
    throw new NotIdentifiedError('the logout token is not valid', { cause: error })
  }
}
