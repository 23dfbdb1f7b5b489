/** Somebody who looks at a wiki as a user type would: through its pages, its interface for programs and its REST interface. */
import { err, ok, type Result } from '../../../kernel/result.ts'
import type { TargetFailure } from '../../../reconcile/target.ts'
import type { Sleep, TargetClock } from '../../outside.ts'
import { loginAnswer, loginTokenAnswer } from '../answers.ts'
import { openCookies } from '../cookies.ts'
import type { WikiCredentials } from '../credentials.ts'
import { failure, remoteText } from '../failure.ts'
import { connectionFailure, readBody, readRetryAfter } from '../http.ts'

export interface VisitOptions {
  /** Address of the API; `index.php` and `rest.php` lie beside it. */
  readonly api: URL
  readonly clock: TargetClock
  readonly sleep: Sleep
  /** Milliseconds one request may take. */
  readonly timeout: number
  /** Milliseconds between two requests. */
  readonly pause: number
  readonly contact?: string
}

export interface WikiRequest {
  readonly entry: 'api' | 'index' | 'rest'
  /** After `rest.php`. */
  readonly path?: string
  readonly post?: boolean
  readonly parameters: Readonly<Record<string, string | number>>
}

export interface WikiAnswer {
  readonly status: number
  readonly text: string
}

/** `none`: logged out. `program`: a bot password or token, with which pages show as to a visitor. `full`: everything the account can. */
export type SessionKind = 'none' | 'program' | 'full'

export interface Visitor {
  readonly session: SessionKind
  /** The answer, whatever its status: an error page can hold a leak too. Fails where nothing came. */
  send(request: WikiRequest): Promise<Result<WikiAnswer, TargetFailure>>
  /** An answer of the API as JSON; an error of the API is a failure. */
  api(parameters: WikiRequest['parameters'], post?: boolean): Promise<Result<unknown, TargetFailure>>
}

const LARGEST = 8 * 1024 * 1024
const TRIES = 4
const LONGEST_WAIT = 60_000
const REDIRECTS = 3

/** Opens a session; without credentials nobody is logged in. */
export async function openVisitor(options: VisitOptions, credentials?: WikiCredentials): Promise<Result<Visitor, TargetFailure>> {
  const cookies = openCookies()
  const bearer = credentials?.kind === 'token' ? credentials.token : undefined
  const session: SessionKind =
    credentials === undefined ? 'none' : credentials.kind === 'token' || credentials.user.includes('@') ? 'program' : 'full'
  let last = 0

  async function once(url: URL, body: URLSearchParams | undefined): Promise<Result<Response, TargetFailure>> {
    const wait = last + options.pause - options.clock.now()
    if (last > 0 && wait > 0) await options.sleep(wait)
    const headers = new Headers({
      'user-agent': `Writ/0.1 (leak check; ${remoteText(options.contact ?? 'asked for by the operator of this wiki')})`,
    })
    cookies.give(headers)
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`)
    try {
      const signal = AbortSignal.timeout(options.timeout)
      const response = await fetch(url, { headers, redirect: 'manual', signal, ...(body === undefined ? {} : { method: 'POST', body }) })
      cookies.take(response)
      last = options.clock.now()
      return ok(response)
    } catch (error) {
      return err(connectionFailure(error, { url, timeout: options.timeout }))
    }
  }

  /** Follows redirects that stay with the wiki; another host gets neither the question nor the cookies. */
  async function follow(
    url: URL,
    body: URLSearchParams | undefined,
  ): Promise<Result<WikiAnswer & { readonly retry: number | undefined }, TargetFailure>> {
    let here = url
    for (let hops = 0; ; hops += 1) {
      const response = await once(here, hops === 0 ? body : undefined)
      if (!response.ok) return response
      const { status, headers } = response.value
      const location = headers.get('location')
      const next = location !== null && URL.canParse(location, here.href) ? new URL(location, here) : undefined
      if (status >= 300 && status < 400 && next?.origin === options.api.origin && hops < REDIRECTS) {
        await response.value.body?.cancel()
        here = next
        continue
      }
      const text = await readBody(response.value, LARGEST).catch(() => undefined)
      if (text === undefined)
        return err(failure('unavailable', 'answer-broken', `${url.host} sends more than ${LARGEST} bytes, or its answer broke off`))
      return ok({ status, text, retry: readRetryAfter(headers.get('retry-after'), options.clock) })
    }
  }

  async function send(request: WikiRequest): Promise<Result<WikiAnswer, TargetFailure>> {
    const { url, body } = addressed(options.api, request)
    for (let attempt = 1; ; attempt += 1) {
      const answer = await follow(url, body)
      if (!answer.ok) return answer
      const busy = answer.value.status === 429 || (answer.value.status === 503 && answer.value.retry !== undefined)
      if (!busy) return ok({ status: answer.value.status, text: answer.value.text })
      const wait = answer.value.retry ?? 1000 * 2 ** (attempt - 1)
      if (attempt === TRIES || wait > LONGEST_WAIT)
        return err(failure('busy', `http-${answer.value.status}`, `${url.host} asks for patience; try again later, with a longer --pause`))
      await options.sleep(wait)
    }
  }

  async function api(parameters: WikiRequest['parameters'], post = false): Promise<Result<unknown, TargetFailure>> {
    const answer = await send({
      entry: 'api',
      post,
      parameters: { format: 'json', formatversion: 2, errorformat: 'plaintext', errorlang: 'en', ...parameters },
    })
    return answer.ok ? understood(options.api, answer.value) : answer
  }

  const visitor: Visitor = { session, send, api }
  if (credentials?.kind === 'password') {
    const refused = await logIn(visitor, credentials)
    if (refused !== undefined) return err(refused)
  }
  return ok(visitor)
}

function addressed(
  api: URL,
  { entry, path = '', post, parameters }: WikiRequest,
): { readonly url: URL; readonly body: URLSearchParams | undefined } {
  const url = new URL(api)
  if (entry !== 'api') url.pathname = url.pathname.replace(/[^/]*$/, `${entry}.php${path}`)
  const given = new URLSearchParams(Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]))
  if (post === true) return { url, body: given }
  url.search = given.toString()
  return { url, body: undefined }
}

function understood(api: URL, { status, text }: WikiAnswer): Result<unknown, TargetFailure> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return err(
      failure('unavailable', 'not-an-api', `${api.href} answers with status ${status} and no JSON; give the address of the wiki's api.php`),
    )
  }
  const [error] = (json as { readonly errors?: readonly { readonly code: string; readonly text?: string }[] } | null)?.errors ?? []
  return error === undefined
    ? ok(json)
    : err(
        failure('refused', remoteText(error.code), `the wiki refuses with \`${remoteText(error.code)}\`: ${remoteText(error.text ?? '')}`),
      )
}

async function logIn(
  visitor: Visitor,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<TargetFailure | undefined> {
  const asked = await visitor.api({ action: 'query', meta: 'tokens', type: 'login' })
  if (!asked.ok) return asked.error
  const token = loginTokenAnswer.safeParse(asked.value)
  if (!token.success) return failure('unavailable', 'answer-not-understood', 'the wiki gives no token for logging in')
  const answer = await visitor.api(
    { action: 'login', lgname: user, lgpassword: password, lgtoken: token.data.query.tokens.logintoken },
    true,
  )
  if (!answer.ok) return answer.error
  const login = loginAnswer.safeParse(answer.value)
  if (login.success && login.data.login.result === 'Success') return undefined
  const reason = login.success ? login.data.login.reason : undefined
  const said = typeof reason === 'object' ? reason.text : (reason ?? '')
  return failure('denied', 'login-failed', `the wiki refuses the login of \`${remoteText(user)}\`: ${remoteText(said)}`)
}
