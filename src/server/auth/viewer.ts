import type { Context, MiddlewareHandler } from 'hono'
import { FRESH_MS, isAdmitted, type LoginMeans, type Session } from '../../workflow/login/sessions.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { isForPrograms } from '../programs.ts'
import { withScene, type Serving } from '../serving.ts'
import { forgetSession, sessionSecret, setSessionSecret } from './cookie.ts'

/** Whoever is logged in with the browser that asks. */
export interface Viewer {
  readonly session: Session
  readonly subject: SubjectId
  readonly handle: string
  /** May look, and say their side; nothing else. */
  readonly suspended: boolean
}

const VIEWER = 'viewer'

/** Finds out who asks, by the cookie alone; a session that its person's suspension or departure ended is over here too. */
export function knowViewer(serving: Serving): MiddlewareHandler {
  return async (context, next) => {
    const { pathname } = new URL(context.req.url)
    // programs bring tokens, and what they are answered depends on no cookie
    if (serving.sessions === undefined || isForPrograms(pathname) || pathname.startsWith('/assets/')) return next()
    const secret = sessionSecret(context, serving)
    const viewer = secret === undefined ? undefined : await viewerOf(serving, secret)
    if (secret !== undefined && viewer === undefined) forgetSession(context, serving)
    context.set(VIEWER, viewer)
    await next()
    // what a page looks like depends on who looks: it is kept by nobody for somebody else
    if (secret !== undefined) context.res.headers.set('Cache-Control', 'private, no-store')
    context.res.headers.append('Vary', 'Cookie')
    return undefined
  }
}

export function viewerIn(context: Context): Viewer | undefined {
  return context.get(VIEWER) as Viewer | undefined
}

/** Whoever had logged in with the browser that asks, if they still are: for an answer that goes on for a while. */
export async function stillViewer(context: Context, serving: Serving): Promise<Viewer | undefined> {
  const secret = sessionSecret(context, serving)
  return secret === undefined ? undefined : viewerOf(serving, secret)
}

async function viewerOf(serving: Serving, secret: string): Promise<Viewer | undefined> {
  const { sessions } = serving
  const session = sessions?.find(secret, serving.clock.now())
  if (sessions === undefined || session === undefined) return undefined
  return withScene(serving, ({ state }) => {
    if (!isAdmitted(state, session)) {
      sessions.end(session.id)
      return Promise.resolve(undefined)
    }
    const { subject } = session
    const handle = state.person(subject)?.handle ?? subject
    return Promise.resolve({ session, subject, handle, suspended: state.suspensionOf(subject) !== undefined })
  })
}

/** Lets somebody in: always with a new secret, so that one planted before is worth nothing. */
export function logIn(context: Context, serving: Serving, subject: SubjectId, means: LoginMeans): Session | undefined {
  const { sessions } = serving
  if (sessions === undefined) return undefined
  const before = viewerIn(context)
  if (before !== undefined) sessions.end(before.session.id)
  const { secret, session } = sessions.begin(subject, means, serving.clock.now())
  setSessionSecret(context, serving, secret)
  return session
}

/** Evidence over a hash that this session brought and that is fresh. */
export function freshEvidence({ sessions }: Serving, session: Session, hash: string, now: Instant): string | undefined {
  const evidence = sessions?.evidence(session.id, hash)
  return evidence === undefined || now - evidence.at > FRESH_MS ? undefined : evidence.text
}

/** The page to go on to: one of ours, whatever an address says. */
export function nextPage(asked: string | undefined): string {
  return asked !== undefined && asked.length < 2000 && /^\/(?![/\\])[!-~]*$/.test(asked) ? asked : '/me'
}
