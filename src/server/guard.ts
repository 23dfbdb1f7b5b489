import type { Context, MiddlewareHandler } from 'hono'
import { refuse } from './errors.ts'
import { isForApi, isForPrograms, isForScim } from './programs.ts'
import type { Serving } from './serving.ts'
import { worded } from '../web/worded.ts'

const LONGEST_ADDRESS = 4000

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** For every answer; what may be kept says so itself. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** What the server is called. */
type Names = Pick<Serving, 'hosts' | 'base'>

/** Refuses what no page can be meant by, before anything is looked up, and sets the headers of every answer. */
export function guard(serving: Names): MiddlewareHandler {
  return async (context, next) => {
    // Before anything can fail: an answer made by the handler of errors must have them too.
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
    // the one page whose script asks the server for more
    if (/^\/admin\/jobs\/[^/]+$/.test(context.req.path)) context.header('Content-Security-Policy', `${POLICY}; connect-src 'self'`)
    // the address is the secret
    if (context.req.path.startsWith('/feeds/')) context.header('Referrer-Policy', 'no-referrer')
    if (serving.base().startsWith('https:')) context.header('Strict-Transport-Security', 'max-age=31536000')
    const refusal = await refused(context, serving)
    if (refusal !== undefined) return refusal
    await next()
    return undefined
  }
}

async function refused(context: Context, serving: Names): Promise<Response | undefined> {
  const { url, method } = context.req
  const address = new URL(url)
  // A page of another name that resolves to this machine must not read what stands here ("DNS rebinding").
  if (!serving.hosts().has((context.req.header('host') ?? address.host).toLowerCase()))
    return refuse(context, 'wrong-host', worded('writ-common-why-wrong-host'))
  if (method !== 'GET' && method !== 'HEAD') {
    const refusal = await refusedChange(context, serving, address.pathname)
    if (refusal !== undefined) return refusal
  }
  if (address.pathname.length + address.search.length > LONGEST_ADDRESS)
    return refuse(context, 'too-long', worded('writ-common-why-too-long', LONGEST_ADDRESS))
  if (!decodes(address.pathname) || !decodes(address.search)) return refuse(context, 'bad-request', worded('writ-common-why-bad-address'))
  return undefined
}

/**
 * What would change something must come from where it may: for programs not from a page of another site, and the forms of people, whose cookie the
 * browser adds by itself, from a page of ours alone.
 */
async function refusedChange(context: Context, serving: Names, path: string): Promise<Response | undefined> {
  const { method } = context.req
  const changes = isForApi(path) || isForScim(path)
  if (changes || (method === 'POST' && isForPrograms(path)))
    return changes && comesFromElsewhere(context, serving.base())
      ? refuse(context, 'wrong-origin', worded('writ-common-why-other-site'))
      : undefined
  if (method !== 'POST') {
    context.header('Allow', 'GET, HEAD')
    return refuse(context, 'method-not-allowed', worded('writ-common-why-forms-only'))
  }
  if (isFromProvider(path) || comesFromHere(context, serving.base())) return undefined
  return refuse(context, 'wrong-origin', worded('writ-common-why-own-forms'))
}

/** What a server sends that says who people are: signed, and without any cookie. */
function isFromProvider(path: string): boolean {
  return /^\/auth\/[a-z0-9-]+\/logged-out$/.test(path)
}

function comesFromHere({ req }: Context, base: string): boolean {
  const site = req.header('sec-fetch-site')
  return site === undefined ? req.header('origin') === new URL(base).origin : site === 'same-origin'
}

/** Browsers say so; programs say neither. */
function comesFromElsewhere({ req }: Context, base: string): boolean {
  const site = req.header('sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin'
  const origin = req.header('origin')
  return origin !== undefined && origin !== new URL(base).origin
}

function decodes(text: string): boolean {
  try {
    return !decodeURIComponent(text).includes('\u0000')
  } catch {
    return false
  }
}
