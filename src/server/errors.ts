import type { Context } from 'hono'
import { errorPage } from '../web/pages/error.ts'
import { missingPage } from '../web/pages/missing.ts'
import type { MessageKey } from '../web/messages.ts'
import type { Html } from '../web/reader.ts'
import { inWordsOf, type Worded } from '../web/worded.ts'
import { englishIn, readerIn } from './language.ts'
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
  gone: 410,
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

const TITLES: Readonly<Record<RefusalCode, MessageKey>> = {
  'bad-request': 'writ-common-error-bad-request',
  'bad-body': 'writ-common-error-bad-body',
  'no-key': 'writ-common-error-no-key',
  'not-logged-in': 'writ-common-error-not-logged-in',
  'not-allowed': 'writ-common-error-not-allowed',
  refused: 'writ-common-error-refused',
  'wrong-origin': 'writ-common-error-wrong-origin',
  'not-found': 'writ-common-error-not-found',
  'method-not-allowed': 'writ-common-error-method-not-allowed',
  held: 'writ-common-error-held',
  conflict: 'writ-common-error-conflict',
  gone: 'writ-common-error-gone',
  'too-large': 'writ-common-error-too-large',
  'too-long': 'writ-common-error-too-long',
  'wrong-type': 'writ-common-error-wrong-type',
  'wrong-host': 'writ-common-error-wrong-host',
  'key-reused': 'writ-common-error-key-reused',
  'too-many': 'writ-common-error-too-many',
  failed: 'writ-common-error-failed',
  'target-failed': 'writ-common-error-target-failed',
  'no-charter': 'writ-common-error-no-charter',
  'not-yet': 'writ-common-error-not-yet',
  busy: 'writ-common-error-busy',
  'read-only': 'writ-common-error-read-only',
}

/**
 * A refusal for whoever asked: a page in their language, or a problem document (RFC 9457), which is English, where a program asks. A detail that is
 * no message is a sentence of the core.
 */
export async function refuse(
  context: Context,
  code: RefusalCode,
  detail: string | Worded,
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
  words: string | Worded,
  html: Html,
  more: Readonly<Record<string, unknown>>,
): Promise<Response> {
  context.status(STATUS[code])
  context.header('Cache-Control', 'no-store')
  const english = englishIn(context)
  const detail = typeof words === 'string' ? words : inWordsOf(english, words)
  if (isForScim(new URL(context.req.url).pathname)) return sendProblem(context, { status: STATUS[code], scimType: undefined, detail })
  if (!wantsProblem(context)) {
    context.header('Content-Type', 'text/html; charset=utf-8')
    return context.body((await html).toString())
  }
  context.header('Content-Type', 'application/problem+json; charset=utf-8')
  return context.body(
    `${JSON.stringify({ type: 'about:blank', title: english.say(TITLES[code]), status: STATUS[code], detail, code, ...more })}\n`,
  )
}

function wantsProblem(context: Context): boolean {
  const { pathname } = new URL(context.req.url)
  return pathname.endsWith('.json') || isForPrograms(pathname)
}

/** The path as a person would read it, without the ending of a twin. */
function askedPath(context: Context): string {
  return decodeURIComponent(new URL(context.req.url).pathname).replace(/\.json$/, '')
}
