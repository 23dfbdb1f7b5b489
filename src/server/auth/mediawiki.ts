import * as client from 'openid-client'
import { z } from 'zod'
import { exchangeFailure } from './exchange-failure.ts'
import { NotIdentifiedError, ProviderFailedError, type Kept, type LoginProvider } from './provider.ts'

export interface MediaWikiLoginSettings {
  readonly id: string
  readonly title: string
  /** Address of `rest.php` on the wiki. */
  readonly rest: URL
  readonly clientId: string
  readonly clientSecret: string
}

/** `sub` is the central user id. Of a hidden user the wiki sends nothing but it and `blocked`. */
const profile = z.object({
  sub: z.union([z.string().min(1), z.number().int()]),
  username: z.string().optional(),
  blocked: z.boolean().optional(),
})

/**
 * Logging in with a wiki's account through Extension:OAuth, version 2 of the protocol. It is no OpenID Connect: nothing describes the wiki, no
 * token is signed, and it cannot be told to ask for the password anew; so it lets people in and confirms nothing. The wiki answers for blocked
 * and hidden users too: they are refused here.
 */
export function mediaWikiProvider(settings: MediaWikiLoginSettings): LoginProvider {
  const at = (path: string) => new URL(`${settings.rest.href.replace(/\/$/, '')}/oauth2/${path}`)
  const configuration = new client.Configuration(
    {
      issuer: settings.rest.origin,
      authorization_endpoint: at('authorize').href,
      token_endpoint: at('access_token').href,
      code_challenge_methods_supported: ['S256'],
    },
    settings.clientId,
    undefined,
    client.ClientSecretPost(settings.clientSecret),
  )
  configuration.timeout = 10
  if (settings.rest.protocol === 'http:') client.allowInsecureRequests(configuration)
  return {
    id: settings.id,
    title: settings.title,
    confirms: false,
    async begin(redirect) {
      const kept: Kept = { state: client.randomState(), nonce: '', verifier: client.randomPKCECodeVerifier() }
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirect,
        code_challenge: await client.calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
        state: kept.state,
      })
      return { url, kept }
    },
    async finish(callback, kept) {
      const token = await exchanged(configuration, callback, kept, settings.title)
      const said = await readProfile(configuration, token, at('resource/profile'), settings.title)
      if (said.blocked === true || said.username === undefined)
        throw new NotIdentifiedError(`your account is blocked on ${settings.title}: it does not open Writ either`)
      return { id: String(said.sub), name: said.username, authenticated: undefined, session: undefined, evidence: undefined }
    },
  }
}

async function exchanged(configuration: client.Configuration, callback: URL, kept: Kept, title: string): Promise<string> {
  try {
    const tokens = await client.authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
    })
    return tokens.access_token
  } catch (error) {
    throw exchangeFailure(error, title)
  }
}

async function readProfile(configuration: client.Configuration, token: string, from: URL, title: string): Promise<z.infer<typeof profile>> {
  let body: unknown
  try {
    const response = await client.fetchProtectedResource(configuration, token, from, 'GET')
    body = response.ok ? await response.json() : undefined
  } catch (error) {
    throw new ProviderFailedError(`${title} does not say whose account it is`, { cause: error })
  }
  const read = profile.safeParse(body)
  if (!read.success) throw new ProviderFailedError(`${title} does not say whose account it is`)
  return read.data
}
