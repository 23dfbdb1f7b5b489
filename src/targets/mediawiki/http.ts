/** One POST to the API: bounded in time and size, cookies kept, never redirected. */
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import type { TargetClock } from '../outside.ts'
import { openCookies } from './cookies.ts'
import { failure, remoteText } from './failure.ts'

export interface HttpOptions {
  readonly url: URL
  readonly userAgent: string
  /** Milliseconds. */
  readonly timeout: number
  /** Bytes of an answer. */
  readonly largest: number
  readonly clock: TargetClock
  /** An OAuth 2 access token. */
  readonly bearer?: string
  /** Whether to ask again where a redirect leads to; never, if absent. Only for requests without credentials. */
  readonly follows?: (from: URL, to: URL) => boolean
}

export interface HttpAnswer {
  readonly json: unknown
  /** Milliseconds from the header Retry-After. */
  readonly retryAfter: number | undefined
}

export interface Http {
  post(parameters: ReadonlyMap<string, string>): Promise<Result<HttpAnswer, TargetFailure>>
  forgetCookies(): void
}

export function openHttp(options: HttpOptions): Http {
  const cookies = openCookies()
  return {
    forgetCookies: () => cookies.forget(),
    post: async (parameters) => {
      const headers = new Headers({ 'user-agent': options.userAgent, accept: 'application/json' })
      cookies.give(headers)
      if (options.bearer !== undefined) headers.set('authorization', `Bearer ${options.bearer}`)
      const body = new URLSearchParams([...parameters])
      try {
        const signal = AbortSignal.timeout(options.timeout)
        for (let [url, hops] = [options.url, 0]; ; hops += 1) {
          const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal })
          const next = hops < MOST_HOPS ? redirection(response, url, options) : undefined
          if (next === undefined) {
            cookies.take(response)
            return await understand(response, { ...options, url })
          }
          await response.body?.cancel()
          url = next
        }
      } catch (error) {
        return err(connectionFailure(error, options))
      }
    },
  }
}

const MOST_HOPS = 3

/** Where a redirect leads, if it is to be followed. */
function redirection({ status, headers }: Response, from: URL, { follows, bearer }: HttpOptions): URL | undefined {
  const location = headers.get('location')
  if (status < 300 || status >= 400 || location === null || follows === undefined || bearer !== undefined) return undefined
  if (!URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from)
  return follows(from, to) ? to : undefined
}

async function understand(response: Response, { url, largest, clock }: HttpOptions): Promise<Result<HttpAnswer, TargetFailure>> {
  const retryAfter = readRetryAfter(response.headers.get('retry-after'), clock)
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel()
    return err(
      failure('refused', 'redirected', `${url.host} redirects to ${destination(response, url)}; put the final address into the settings`),
    )
  }
  const text = await readBody(response, largest)
  if (text === undefined)
    return err(failure('refused', 'answer-too-large', `${url.host} answers with more than ${largest} bytes; nothing of it was used`))
  const json = response.headers.get('content-type')?.includes('json') === true ? parseJson(text) : undefined
  if (json !== undefined && (response.ok || isApiError(json))) return ok({ json, retryAfter })
  return err(statusFailure(response, url, retryAfter))
}

function statusFailure({ status, headers }: Response, url: URL, retryAfter: number | undefined): TargetFailure {
  const where = `${url.host} answers with status ${status}`
  if (status === 429) return failure('busy', 'http-429', `${where}: too many requests`, retryAfter)
  if (status >= 500) return failure('unavailable', `http-${status}`, where, retryAfter)
  if (status === 401 || status === 403) return failure('denied', `http-${status}`, where)
  if (status === 404 || status === 410)
    return failure('invalid', `http-${status}`, `${where}; there is no API at ${url.pathname}, it usually ends in /api.php`)
  const type = remoteText(headers.get('content-type') ?? 'nothing')
  return failure('unavailable', 'not-an-api', `${where} and ${type}, which is no answer of an API`)
}

const isApiError = (json: unknown) => typeof json === 'object' && json !== null && ('errors' in json || 'error' in json)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export async function readBody(response: Response, largest: number): Promise<string | undefined> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for await (const chunk of response.body) {
    size += chunk.byteLength
    // Leaving the loop cancels the rest of the body.
    if (size > largest) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function destination(response: Response, url: URL): string {
  const location = response.headers.get('location') ?? ''
  return URL.canParse(location, url.href) ? new URL(location, url).host : 'nowhere'
}

export function connectionFailure(error: unknown, { url, timeout }: Pick<HttpOptions, 'url' | 'timeout'>): TargetFailure {
  const { name, cause } = error as Error
  if (name === 'TimeoutError') return failure('unavailable', 'timeout', `${url.host} does not answer within ${timeout / 1000} seconds`)
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? name
  return failure('unavailable', 'no-connection', `no connection to ${url.host}: ${remoteText(code)}`)
}

/** RFC 9110 section 10.2.3: seconds or a date. Milliseconds from now. */
export function readRetryAfter(header: string | null, clock: TargetClock): number | undefined {
  if (header === null) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now())
}
