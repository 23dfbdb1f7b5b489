/** A real OpenID provider on 127.0.0.1 for the tests: whoever names themselves in its form is let in by that name. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface IdentityProvider {
  readonly issuer: string
  readonly client: { readonly client_id: string; readonly client_secret: string }
  close(): Promise<void>
}

/** Starts one that knows a single client, which may be sent back to these addresses and is told of logouts where it says so. */
export async function startIdentityProvider(redirects: readonly string[], loggedOut?: string): Promise<IdentityProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = { client_id: 'writ-under-test', client_secret: 'not-a-secret-outside-this-test' }
  const provider = new Provider(issuer, {
    clients: [
      {
        ...client,
        redirect_uris: [...redirects],
        token_endpoint_auth_method: 'client_secret_post',
        ...(loggedOut === undefined ? {} : { backchannel_logout_uri: loggedOut, backchannel_logout_session_required: true }),
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the tests'] },
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
    // it refuses to call addresses of this machine by itself
    fetch: (url: string | URL | Request, options?: RequestInit) => fetch(url, options),
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => Promise.resolve({ sub: id, preferred_username: `${id} by name` }),
    }),
  })
  server.on('request', provider.callback())
  return { issuer, client, close: () => stop(server) }
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** A browser as far as logging in needs one: cookies, redirects, forms. */
export class Walker {
  readonly #cookies = new Map<string, string>()

  async get(url: string): Promise<Response> {
    return this.#send(url, { method: 'GET' })
  }

  async post(url: string, form: Readonly<Record<string, string>>): Promise<Response> {
    return this.#send(url, {
      method: 'POST',
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  }

  /** Logs in with the provider's own forms until it sends the browser to an address that starts with `until`; that address, not fetched. */
  async logIn(start: string, name: string, until: string): Promise<URL> {
    let url = start
    let response = await this.get(url)
    for (let step = 0; step < 20; step += 1) {
      const to = response.headers.get('location')
      if (to !== null) {
        url = new URL(to, url).href
        if (url.startsWith(until)) return new URL(url)
        response = await this.get(url)
        continue
      }
      const text = await response.text()
      const action = /action="([^"]+)"/.exec(text)?.[1]
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1]
      if (action === undefined || prompt === undefined) throw new Error(`no form at ${url}: ${response.status} ${text.slice(0, 300)}`)
      url = new URL(action, url).href
      response = await this.post(url, prompt === 'login' ? { prompt, login: name, password: 'any' } : { prompt })
    }
    throw new Error(`never came to ${until}`)
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = new Headers(init.headers)
    if (cookie !== '') headers.set('cookie', cookie)
    const response = await fetch(url, { ...init, redirect: 'manual', headers })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }
}
