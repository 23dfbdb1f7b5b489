import type { Context } from 'hono'
import { errorPage } from '../web/pages/error.ts'
import { missingPage } from '../web/pages/missing.ts'
import type { Html } from '../web/reader.ts'
import { readerIn } from './language.ts'
import { isForPrograms, isForScim } from './programs.ts'
import type { Scene } from './scene.ts'
import { sendProblem } from './scim/answers.ts'
import { missingView } from './views/missing.ts'
import { siteView } from './views/site.ts'

/** Why a request is refused. Codes are stable; this table is the one place that says their status. */
export const STATUS = {
  'bad-request': 400,
  'bad-body': 400,
  'no-key': 400,
  'not-logged-in': 401,
  'not-allowed': 403,
  refused: 403,
  'wrong-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  held: 409,
  conflict: 409,
  'too-large': 413,
  'too-long': 414,
  'wrong-type': 415,
  'wrong-host': 421,
  'key-reused': 422,
  'too-many': 429,
  failed: 500,
  'target-failed': 502,
  'no-charter': 503,
  'not-yet': 503,
  busy: 503,
  'read-only': 503,
} as const
export type RefusalCode = keyof typeof STATUS

const TITLES: Readonly<Record<RefusalCode, string>> = {
  'bad-request': 'The address cannot be read',
  'bad-body': 'The body cannot be read',
  'no-key': 'An idempotency key is missing',
  'not-logged-in': 'Nobody is logged in',
  'not-allowed': 'Not with this token',
  refused: 'Refused by the charter',
  'wrong-origin': 'Not from another site',
  'not-found': 'Not here',
  'method-not-allowed': 'Not in this way',
  held: 'Held: something is not known',
  conflict: 'Not as things stand',
  'too-large': 'The request is too large',
  'too-long': 'The address is too long',
  'wrong-type': 'Not in this format',
  'wrong-host': 'Not a name of this server',
  'key-reused': 'The key was used for something else',
  'too-many': 'Too many attempts',
  failed: 'Something went wrong',
  'target-failed': 'A target did not do its part',
  'no-charter': 'There is no charter yet',
  'not-yet': 'Not known here yet',
  busy: 'Somebody else is writing',
  'read-only': 'This server only shows',
}

/** A refusal for whoever asked: a page, or a problem document (RFC 9457) where a program asks. */
export async function refuse(
  context: Context,
  code: RefusalCode,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Response> {
  return respond(context, code, detail, errorPage(readerIn(context), TITLES[code], detail), more)
}

/** Nothing is here; what is nearest is. */
export async function missing(scene: Scene, context: Context): Promise<Response> {
  const view = missingView(scene, askedPath(context))
  const more = view.near === undefined ? {} : { near: view.near.href }
  return respond(context, 'not-found', view.message, missingPage(readerIn(context), siteView(scene), view), more)
}

async function respond(
  context: Context,
  code: RefusalCode,
  detail: string,
  html: Html,
  more: Readonly<Record<string, unknown>>,
): Promise<Response> {
  context.status(STATUS[code])
  context.header('Cache-Control', 'no-store')
  if (isForScim(new URL(context.req.url).pathname)) return sendProblem(context, { status: STATUS[code], scimType: undefined, detail })
  if (!wantsProblem(context)) {
    context.header('Content-Type', 'text/html; charset=utf-8')
    return context.body((await html).toString())
  }
  context.header('Content-Type', 'application/problem+json; charset=utf-8')
  return context.body(`${JSON.stringify({ type: 'about:blank', title: TITLES[code], status: STATUS[code], detail, code, ...more })}\n`)
}

function wantsProblem(context: Context): boolean {
  const { pathname } = new URL(context.req.url)
  return pathname.endsWith('.json') || isForPrograms(pathname)
}

/** The path as a person would read it, without the ending of a twin. */
function askedPath(context: Context): string {
  return decodeURIComponent(new URL(context.req.url).pathname).replace(/\.json$/, '')
}
