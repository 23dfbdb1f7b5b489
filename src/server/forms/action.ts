import type { Context, Hono } from 'hono'
import type { Decision, Missing } from '../../decide/decision.ts'
import { canonicalJson, type Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Instant } from '../../kernel/instant.ts'
import { evidenceOver } from '../../ledger/second-factor.ts'
import type { State } from '../../ledger/state.ts'
import { SCOPES } from '../../workflow/check-token.ts'
import { hexOf } from '../../workflow/ids.ts'
import { isAdmitted } from '../../workflow/login/sessions.ts'
import type { StepUp } from '../../workflow/ports.ts'
import type { MessageKey } from '../../web/messages.ts'
import type { Problem, ReturnedParts } from '../../web/returned.ts'
import { readShape, type Unreadable } from '../authzen/read-body.ts'
import type { Api } from '../api/exchange.ts'
import { perform, type Acting } from '../api/perform.ts'
import type { Done, Refusal, Route, Writing } from '../api/route.ts'
import { withPublicHelpers } from '../api/serve-writing.ts'
import type { Pendings } from '../auth/pending.ts'
import { freshEvidence, viewerIn, type Viewer } from '../auth/viewer.ts'
import { refuse, STATUS } from '../errors.ts'
import { readerIn } from '../language.ts'
import { WriterBusyError } from '../serving.ts'
import { loginEnded } from './login-ended.ts'
import { problemOf, problemsOf } from './problems.ts'
import { readForm, type Form } from './read-form.ts'
import { showAgain } from './show-again.ts'

/** What the pages that act are served from. */
export interface Forms {
  readonly api: Api
  readonly pendings: Pendings
}

/** A form by which somebody who is logged in does what a writing route of the programming interface describes. */
export interface Action {
  /** Where the form is sent, as Hono writes paths. */
  readonly path: string
  readonly route: Route
  /** What is done, for the page that asks to confirm it and the one that says it was not done. */
  readonly what: MessageKey
  /** Parameters of the route; those of the same name in the path if nothing is said. */
  params?(context: Context, form: Form): Readonly<Record<string, unknown>>
  /** The body of the route; what is undefined is left out. */
  body(form: Form, context: Context): Readonly<Record<string, unknown>>
  /** The page of the form: it is shown again, as it was filled in, where this is refused. */
  back(context: Context, form: Form): string
  /** Where the form of that page is sent, if not here. */
  sentTo?(context: Context): string
  /** What is made of the form before anything else looks at it. */
  prepare?(form: Form): Form
  /** The field that a sentence is about, where its first word does not name it. */
  readonly placeOf?: (text: string, form: Form) => string | undefined
  /** Fields of the form by the part of the body that they fill, where the name is not the same in another spelling. */
  readonly fields?: Readonly<Record<string, string>>
  /** Shows what came of it instead of going on, where nothing was changed. */
  show?(done: Done, context: Context, form: Form, viewer: Viewer): Promise<Response>
  /** The page to go on to once it is done; the page of the form if nothing is said. */
  after?(done: Done, context: Context, form: Form): string
  /** Asks for a second factor, whatever the charter and the route say. */
  readonly confirm?: boolean
  /** Somebody who is suspended may do it too. */
  readonly whileSuspended?: boolean
}

/** Longer than any token: a session ends by itself. */
const NO_END = 8_640_000_000_000_000 as Instant

/**
 * Serves a form. It goes through the same schema, the same run and the same refusals as the programming interface; the field `once`, which the
 * page made, keeps a second click from doing it twice. What lacks a second factor is asked for at `/confirm` and then done. What is refused comes
 * back on its own page; what somebody sent whose login had ended, on one from which it can be sent again.
 */
export function action(app: Hono, forms: Forms, one: Action): void {
  app.post(one.path, async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const viewer = viewerIn(context)
    const prepared = one.prepare?.(form.value) ?? form.value
    const here = placed(app, one, context, prepared)
    return viewer === undefined ? ended(context, forms, here, prepared) : act(context, forms, here, viewer, prepared)
  })
}

/** An action at its place: what its address says is kept, for it may be carried out from another page. */
interface Placed extends Pick<Action, 'route' | 'what' | 'confirm' | 'whileSuspended' | 'fields' | 'placeOf'> {
  readonly app: Hono
  readonly asked: Result<Asking, Unreadable>
  readonly sentTo: string
  readonly path: string
  readonly back: string
  after(context: Context, done: Done, viewer: Viewer): Promise<Response> | Response
}

function placed(app: Hono, one: Action, context: Context, form: Form): Placed {
  const back = one.back(context, form)
  const path = new URL(context.req.url).pathname
  return {
    app,
    route: one.route,
    what: one.what,
    ...(one.confirm === undefined ? {} : { confirm: one.confirm }),
    ...(one.whileSuspended === undefined ? {} : { whileSuspended: one.whileSuspended }),
    ...(one.fields === undefined ? {} : { fields: one.fields }),
    ...(one.placeOf === undefined ? {} : { placeOf: one.placeOf }),
    sentTo: one.sentTo?.(context) ?? path,
    asked: shapedFor(one, context, form),
    path,
    back,
    after: (again, done, viewer) => one.show?.(done, again, form, viewer) ?? again.redirect(one.after?.(done, again, form) ?? back, 303),
  }
}

function ended(context: Context, { api: { serving } }: Forms, { path, what, back }: Placed, { fields }: Form): Promise<Response> {
  return loginEnded(context, serving, { action: path, what, back, fields })
}

async function act(context: Context, forms: Forms, one: Placed, viewer: Viewer, form: Form): Promise<Response> {
  const { api, pendings } = forms
  const { serving } = api
  const reader = readerIn(context)
  const not = ({ status = 422, ...why }: Why) => {
    const parts = { action: one.sentTo, what: one.what, fields: form.fields, missing: [], helpers: [], ...why }
    return showAgain(one.app, serving, context, { back: one.back, status, parts })
  }
  const about = (text: string) => problemOf(text, form, one)
  // a refusal that names several things has a line for each
  const wrong = (text: string, status?: number) =>
    not({ because: text.split('\n').map(about), ...(status === undefined ? {} : { status }) })
  const { whileSuspended = false } = one
  if (viewer.suspended && !whileSuspended) return wrong(reader.say('writ-login-suspended'))
  const once = form.text('once')
  if (once === undefined || !/^[\w-]{16,64}$/.test(once)) return wrong(reader.say('writ-login-once'))
  const { asked, path } = one
  if (!asked.ok) return not({ because: problemsOf(reader, asked.error, form, one) })
  const text = canonicalJson(JSON.parse(JSON.stringify([path, asked.value, viewer.subject])) as Json)
  const hash = hexOf(serving.hashing.sha256(serving.hashing.utf8(text)))
  const now = serving.clock.now()
  const proof = freshEvidence(serving, viewer.session, hash, now)
  const evidence = proof === undefined ? undefined : evidenceOver(proof, text)
  let wanted: string | undefined
  const stepUp: StepUp = {
    prove: ({ hash: decision }) => {
      const found = freshEvidence(serving, viewer.session, decision, now)
      if (found === undefined) wanted = decision
      return Promise.resolve(found)
    },
  }
  const toConfirm = (decision: string) => {
    const pending = {
      session: viewer.session.id,
      hash: decision,
      what: reader.say(one.what),
      back: one.back,
      run: (again: Context) => act(again, forms, one, viewer, form),
    }
    return context.redirect(`/confirm?of=${pendings.add(pending, now)}`, 303)
  }
  const always = one.confirm === true || (one.route.kind === 'writes' && one.route.confirms === true)
  if (always && evidence === undefined) return toConfirm(hash)
  const identify = (state: State): Result<Acting, Refusal> =>
    isAdmitted(state, viewer.session) && (whileSuspended || state.suspensionOf(viewer.subject) === undefined)
      ? ok({ person: viewer.subject, limits: { scopes: SCOPES, until: NO_END }, channel: 'web', stepUp: evidence })
      : err({ code: 'not-logged-in', detail: 'the session has ended' })
  const ran = await orBusy(() => perform({ api, route: one.route as Writing, asked: asked.value, path, key: once, identify, stepUp }))
  if (!ran.ok && ran.error.code === 'not-logged-in') return ended(context, forms, one, form)
  if (!ran.ok) return wrong(ran.error.detail, STATUS[ran.error.code])
  const { done, readsPrivate } = ran.value
  const decision = done.decision === undefined || readsPrivate ? done.decision : await withPublicHelpers(serving, done.decision)
  if (decision === undefined || decision.outcome === 'allowed' || decision.outcome === 'pending') return one.after(context, done, viewer)
  if (decision.missing.some(({ kind }) => kind === 'step-up')) return toConfirm(wanted ?? hash)
  return not(whyNot(decision, about))
}

type Asking = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

function shapedFor(one: Action, context: Context, form: Form): Result<Asking, Unreadable> {
  const { route } = one
  const given = one.params?.(context, form) ?? context.req.param()
  const filled = Object.fromEntries(Object.entries(one.body(form, context)).filter(([, value]) => value !== undefined))
  const [inPath, inBody] = [readShape(given, route.params), readShape(filled, route.body)]
  if (!inPath.ok) return inPath
  return inBody.ok ? ok({ params: inPath.value, query: {}, body: inBody.value }) : inBody
}

type Why = Pick<ReturnedParts, 'because'> & Partial<Pick<ReturnedParts, 'missing' | 'helpers'>> & { readonly status?: number }

/** The field that is about what is missing. */
const FIELD_OF: Readonly<Partial<Record<Missing['kind'], string>>> = { statement: 'states', account: 'account' }

function whyNot({ because, missing, whoCanHelp }: Decision, about: (text: string) => Problem): Why {
  return {
    because: because.map(({ text }) => about(text)),
    missing: missing.map(({ text, kind }) => {
      const field = FIELD_OF[kind]
      return field === undefined ? { text } : { text, at: { field, text } }
    }),
    helpers: whoCanHelp.map(({ role, holders, how }) => ({ role, holders, how })),
  }
}

/** Somebody else may be writing: what was typed is kept then too. */
async function orBusy<T, E>(work: () => Promise<Result<T, E>>): Promise<Result<T, E | Refusal>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WriterBusyError) return err({ code: 'busy', detail: error.message })
    throw error
  }
}
