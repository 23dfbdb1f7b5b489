/**
 * The OAuth 2 routes of a wiki with Extension:OAuth, as that extension documents them, on 127.0.0.1: PKCE asked for, a code good once, the profile
 * answered for blocked users too and of hidden ones nothing but their number.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface WikiUser {
  readonly sub: number
  readonly username: string
  readonly blocked?: boolean
  readonly hidden?: boolean
}

export interface FakeWikiLogin {
  /** Address of `rest.php`. */
  readonly rest: string
  readonly client: { readonly id: string; readonly secret: string }
  /** Who sits before the browser. */
  user: WikiUser
  /** `html`: an error page with status 200 in place of the profile; `down`: 503 for everything. */
  fault: 'none' | 'html' | 'down'
  close(): Promise<void>
}

export async function startWikiLogin(user: WikiUser): Promise<FakeWikiLogin> {
  const codes = new Map<string, { readonly challenge: string; readonly redirect: string; readonly user: WikiUser }>()
  const tokens = new Map<string, WikiUser>()
  const client = { id: 'consumer-under-test', secret: 'not-a-secret-outside-this-test' }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fake: FakeWikiLogin = {
    rest: `${base}/rest.php`,
    client,
    user,
    fault: 'none',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base)
    if (fake.fault === 'down') return answer(response, 503, { message: 'down' })
    if (url.pathname === '/rest.php/oauth2/authorize') return authorize(url, response)
    if (url.pathname === '/rest.php/oauth2/access_token' && request.method === 'POST')
      return exchange(new URLSearchParams(await text(request)), response)
    if (url.pathname === '/rest.php/oauth2/resource/profile') return profile(request, response)
    return answer(response, 404, { errorKey: 'rest-no-match' })
  }

  function authorize(url: URL, response: ServerResponse): void {
    const asked = Object.fromEntries(url.searchParams)
    if (asked['client_id'] !== client.id || asked['response_type'] !== 'code' || asked['code_challenge_method'] !== 'S256')
      return answer(response, 400, { error: 'invalid_request' })
    const code = randomUUID()
    const back = new URL(asked['redirect_uri'] ?? '')
    codes.set(code, { challenge: asked['code_challenge'] ?? '', redirect: back.href, user: fake.user })
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked['state'] ?? '')
    response.writeHead(302, { location: back.href }).end()
  }

  function exchange(form: URLSearchParams, response: ServerResponse): void {
    const made = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const known = form.get('client_id') === client.id && form.get('client_secret') === client.secret
    if (!known) return answer(response, 401, { error: 'invalid_client' })
    if (made === undefined || made.challenge !== challenge || made.redirect !== form.get('redirect_uri'))
      return answer(response, 400, { error: 'invalid_grant' })
    const token = randomUUID()
    tokens.set(token, made.user)
    return answer(response, 200, { token_type: 'Bearer', expires_in: 14_400, access_token: token, refresh_token: randomUUID() })
  }

  function profile(request: IncomingMessage, response: ServerResponse): void {
    const found = tokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''))
    if (found === undefined) return answer(response, 401, { errorKey: 'rest-unauthorized' })
    if (fake.fault === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Internal error</html>')
      return undefined
    }
    const { sub, username, blocked = false, hidden = false } = found
    return answer(
      response,
      200,
      hidden ? { sub, blocked: true } : { sub, username, blocked, editcount: 12, confirmed_email: true, groups: ['*', 'user'] },
    )
  }

  return fake
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
