import type { Context, MiddlewareHandler } from 'hono'
import { isForApi, isForPrograms, isForScim, refuse } from './errors.ts'
import type { Serving } from './serving.ts'

const LONGEST_ADDRESS = 4000

/** For every answer. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
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
    return refuse(context, 'wrong-host', 'this server does not answer to that name; its operator can set `url` in the settings')
  if (method !== 'GET' && method !== 'HEAD' && (isForApi(address.pathname) || isForScim(address.pathname))) {
    if (comesFromElsewhere(context, serving.base()))
      return refuse(context, 'wrong-origin', 'a page of another site may not act here, whatever token it has')
  } else if (method !== 'GET' && method !== 'HEAD' && !(method === 'POST' && isForPrograms(address.pathname))) {
    context.header('Allow', 'GET, HEAD')
    return refuse(context, 'method-not-allowed', 'these pages only show; rights are changed by `writ grant` and `writ remove`')
  }
  if (address.pathname.length + address.search.length > LONGEST_ADDRESS)
    return refuse(context, 'too-long', `an address has at most ${LONGEST_ADDRESS} characters here`)
  if (!decodes(address.pathname) || !decodes(address.search))
    return refuse(context, 'bad-request', 'the address has a broken percent sign in it')
  return undefined
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
