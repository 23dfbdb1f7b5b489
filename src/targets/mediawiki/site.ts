/** What any visitor can read of a wiki's rules: for `writ import`. No account, no credentials. */
import { z } from 'zod'
import { ok, type Result } from '../../kernel/result.ts'
import type { Json } from '../../kernel/json.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import type { Sleep, TargetClock } from '../outside.ts'
import { envelope } from './answers.ts'
import { apiFailure, incomplete, remoteText } from './failure.ts'
import { openHttp } from './http.ts'

export interface SiteOptions {
  /** Address of the API, as the operator typed it: private addresses are his own business. */
  readonly api: URL
  readonly clock: TargetClock
  readonly sleep: Sleep
  /** Milliseconds one request may take; 30,000 if absent. */
  readonly timeout?: number
  /** A mail address or page of whoever asks, part of the user agent. */
  readonly contact?: string
}

const ATTEMPTS = 3
const LONGEST_WAIT = 30_000

/** Answers of `siteinfo` and `paraminfo`. `paraminfo` may be refused or switched off: then it is missing. Fails if siteinfo cannot be read. */
export async function readSite(options: SiteOptions): Promise<Result<readonly Json[], TargetFailure>> {
  const ask = asking(options)
  const general = 'general|usergroups|extensions|namespaces|restrictions'
  const site = await ask({ action: 'query', meta: 'siteinfo', siprop: general })
  if (!site.ok) return site
  const answers: Json[] = [site.value]
  const version = z.object({ query: z.object({ general: z.object({ generator: z.string() }) }) }).safeParse(site.value)
  const minor = Number(/1\.(\d+)/.exec(version.success ? version.data.query.general.generator : '')?.[1] ?? 0)
  if (minor >= SHOWS_PROMOTION) {
    const promotion = await ask({ action: 'query', meta: 'siteinfo', siprop: 'autopromote|autopromoteonce' })
    if (promotion.ok) answers.push(promotion.value)
  }
  const parameters = await ask({ action: 'paraminfo', modules: 'userrights|query+allusers' })
  if (parameters.ok) answers.push(parameters.value)
  return ok(answers)
}

/** The first version whose API tells the rules of promotion. */
const SHOWS_PROMOTION = 43

function asking(options: SiteOptions): (parameters: Readonly<Record<string, string>>) => Promise<Result<Json, TargetFailure>> {
  const http = openHttp({
    url: options.api,
    clock: options.clock,
    timeout: options.timeout ?? 30_000,
    largest: 16 * 1024 * 1024,
    userAgent: `Writ/0.1 (import of a wiki's rights; ${remoteText(options.contact ?? 'contact: whoever runs this command')})`,
    follows: mayFollow,
  })
  return async (parameters) => {
    const all = { format: 'json', formatversion: '2', errorformat: 'plaintext', errorlang: 'en', maxlag: '5', ...parameters }
    for (let attempt = 1; ; attempt += 1) {
      const answer = await http.post(new Map(Object.entries(all)))
      const result = answer.ok ? understood(answer.value.json, answer.value.retryAfter) : answer
      if (result.ok || attempt === ATTEMPTS || result.error.kind !== 'busy') return result
      const wait = result.error.retryAfter ?? 1000 * 2 ** attempt
      if (wait > LONGEST_WAIT) return result
      await options.sleep(wait)
    }
  }
}

function understood(json: unknown, retryAfter: number | undefined): Result<Json, TargetFailure> {
  const frame = envelope.safeParse(json)
  if (!frame.success) return { ok: false, error: incomplete('answer-not-understood', 'the answer is none of a MediaWiki') }
  const [error] = frame.data.errors ?? []
  return error === undefined ? ok(json as Json) : { ok: false, error: apiFailure(error.code, error.text, retryAfter) }
}

/** Follows redirects within the web, never from a public address into a private network. */
function mayFollow(from: URL, to: URL): boolean {
  return (
    ['https:', 'http:'].includes(to.protocol) &&
    (from.protocol === 'http:' || to.protocol === 'https:') &&
    (isPrivate(from) || !isPrivate(to))
  )
}

function isPrivate({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(hostname) ||
    !hostname.includes('.') ||
    /^(?:127|10|0|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(hostname) ||
    hostname.startsWith('[')
  )
}
