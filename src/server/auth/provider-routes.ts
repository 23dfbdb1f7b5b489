import type { Context, Hono } from 'hono'
import { admit, type LoginIdentity } from '../../workflow/login/identity.ts'
import { joinLogin, registerByLogin } from '../../workflow/login/join-login.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Forms } from '../forms/action.ts'
import { refuse } from '../errors.ts'
import { readForm } from '../forms/read-form.ts'
import { withScene, type Login, type Serving } from '../serving.ts'
import { setErrand, takeErrand } from './cookie.ts'
import { NotIdentifiedError, ProviderFailedError, type Errand, type Identified } from './provider.ts'
import { createTransactions, type Transaction } from './transactions.ts'
import { logIn, nextPage, viewerIn } from './viewer.ts'
import { worded } from '../../web/worded.ts'

/** Servers that say who somebody is: there, back, and their word that somebody has left them. */
export function providerRoutes(app: Hono, { api: { serving }, pendings }: Forms): void {
  const transactions = createTransactions()
  const byId = new Map((serving.logins ?? []).map((login) => [login.provider.id, login]))
  const redirectOf = (id: string) => `${serving.base()}/auth/${id}/callback`

  const setOut = async (context: Context, login: Login, errand: Errand, next: string): Promise<Response> => {
    const { url, kept } = await login.provider.begin(redirectOf(login.provider.id), errand)
    const person = viewerIn(context)?.subject
    const transaction: Transaction = { provider: login.provider.id, errand, kept, next, person }
    setErrand(context, serving, transactions.begin(transaction, serving.clock.now()))
    context.header('Cache-Control', 'no-store')
    return context.redirect(url.href, 302)
  }

  // A form that is answered by a redirect to another server is stopped by our own policy: a login begins by a link.
  app.get('/auth/:id', async (context) => {
    const login = byId.get(context.req.param('id'))
    if (login === undefined) return refuse(context, 'not-found', worded('writ-login-no-such-server'))
    const viewer = viewerIn(context)
    const pending = viewer === undefined ? undefined : pendings.find(context.req.query('of'), viewer.session.id, serving.clock.now())
    const errand: Errand = pending === undefined || !login.provider.confirms ? { kind: 'log-in' } : { kind: 'confirm', hash: pending.hash }
    const next = pending === undefined ? nextPage(context.req.query('next')) : `/confirm?of=${context.req.query('of') ?? ''}`
    return guarded(context, serving, () => setOut(context, login, errand, next))
  })

  app.get('/auth/:id/callback', (context) =>
    guarded(context, serving, async () => {
      const now = serving.clock.now()
      const transaction = transactions.take(takeErrand(context, serving), now)
      const login = byId.get(context.req.param('id'))
      if (login === undefined || transaction === undefined || transaction.provider !== login.provider.id)
        throw new NotIdentifiedError('this login has expired or was used; begin again')
      const callback = new URL(redirectOf(login.provider.id))
      callback.search = new URL(context.req.url).search
      const who = await login.provider.finish(callback, transaction.kept, transaction.errand, now)
      return cameBack(context, serving, login, transaction, who)
    }),
  )

  // From server to server: no cookie comes with it, its signature says who it is from.
  app.post('/auth/:id/logged-out', async (context) => {
    const login = byId.get(context.req.param('id'))
    const form = await readForm(context)
    if (login?.provider.loggedOut === undefined || !form.ok) return context.json({ error: 'invalid_request' }, 400)
    context.header('Cache-Control', 'no-store')
    try {
      const { id, session } = await login.provider.loggedOut(form.value.text('logout_token') ?? '', serving.clock.now())
      serving.sessions?.endAt(login.provider.id, { identity: id, providerSession: session })
      return context.body(null, 200)
    } catch (error) {
      if (error instanceof NotIdentifiedError) return context.json({ error: 'invalid_request' }, 400)
      if (error instanceof ProviderFailedError) return context.json({ error: 'temporarily_unavailable' }, 503)
      throw error
    }
  })
}

async function cameBack(
  context: Context,
  serving: Serving,
  login: Login,
  { errand, next, person }: Transaction,
  who: Identified,
): Promise<Response> {
  const identity = identityOf(login, who)
  const admission = await withScene(serving, ({ state }) => Promise.resolve(admit(state, identity)))
  const viewer = viewerIn(context)
  const means = { method: login.provider.id, identity: who.id, providerSession: who.session }
  if (admission.kind === 'departed' || admission.kind === 'locked') throw new NotIdentifiedError('this account opens nothing here any more')
  if (errand.kind === 'confirm') {
    if (viewer === undefined || admission.kind !== 'known' || admission.subject !== viewer.subject || who.evidence === undefined)
      throw new NotIdentifiedError('somebody else confirmed than is logged in here')
    const text = `oidc:${who.evidence}`
    serving.sessions?.keepEvidence(viewer.session.id, { hash: errand.hash, text, at: serving.clock.now() })
    return context.redirect(next, 303)
  }
  if (admission.kind === 'known') {
    logIn(context, serving, admission.subject, means)
    return context.redirect(next, 303)
  }
  // somebody who is logged in by another way, in this very browser, adds this one
  if (viewer !== undefined && viewer.subject === person) return join(context, serving, viewer.subject, identity, next)
  if (!login.register) return context.redirect(`/login?unknown=${encodeURIComponent(`login.${login.provider.id} ${who.id}`)}`, 303)
  const subject = await register(serving, identity)
  if (subject === undefined) return refuse(context, 'read-only', worded('writ-login-no-newcomers'))
  logIn(context, serving, subject, means)
  return context.redirect(next, 303)
}

/** A name counts as the target's only where the target itself says it. */
function identityOf({ provider, target }: Login, { id, name }: Identified): LoginIdentity {
  return { provider: provider.id, target, id, name: provider.confirms ? id : name, handle: name }
}

async function join(context: Context, serving: Serving, subject: SubjectId, identity: LoginIdentity, next: string): Promise<Response> {
  const { write } = serving
  if (write === undefined) return refuse(context, 'read-only', worded('writ-common-why-only-shows'))
  const caller = { actor: { kind: 'person', subject, stepUp: undefined }, channel: 'web' } as const
  const decision = await write((instance) => joinLogin(instance, { key: `join/${serving.requestId()}`, caller, identity }))
  if (!decision.allowed) return refuse(context, 'refused', decision.because.map(({ text }) => text).join('; '))
  return context.redirect(next, 303)
}

async function register(serving: Serving, identity: LoginIdentity): Promise<SubjectId | undefined> {
  const answer = await serving.write?.((instance) => registerByLogin(instance, { key: `register/${serving.requestId()}`, identity }))
  return answer?.subject
}

/** What goes wrong on the other side is told to the person, and to the operator where a server is down. */
async function guarded(context: Context, serving: Serving, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NotIdentifiedError) return refuse(context, 'not-logged-in', error.message)
    if (!(error instanceof ProviderFailedError)) throw error
    serving.warn(`login: ${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`)
    return refuse(context, 'target-failed', `${error.message}; try again in a moment`)
  }
}
