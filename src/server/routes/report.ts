import type { Context, Hono } from 'hono'
import { holds } from '../../decide/holding.ts'
import { handlerOf, handlersOf, unnamedRefusal } from '../../decide/trouble/case.ts'
import { reportPage } from '../../web/pages/report.ts'
import { twinned } from '../answer.ts'
import { report } from '../api/cases/report.ts'
import { receiveReport } from '../api/reports/receive.ts'
import type { Receiving } from '../api/route.ts'
import { receive, waitOf } from '../api/serve-receiving.ts'
import { viewerIn } from '../auth/viewer.ts'
import { readShape } from '../authzen/read-body.ts'
import { refuse, STATUS, type RefusalCode } from '../errors.ts'
import { action, type Forms } from '../forms/action.ts'
import { loginEnded } from '../forms/login-ended.ts'
import { problemsOf } from '../forms/problems.ts'
import { readForm, type Form } from '../forms/read-form.ts'
import { showAgain } from '../forms/show-again.ts'
import { readerIn } from '../language.ts'
import { textOf } from '../query.ts'
import { siteView } from '../views/site.ts'

const PAGE = '/report'

/**
 * Reporting a concern, logged in or not. What is sent is read by the role that looks into it and shown on no page; of whoever sends it without
 * being logged in nothing is kept.
 */
export function reportRoutes(app: Hono, forms: Forms): void {
  const { api } = forms
  const { serving } = api
  twinned(app, serving, PAGE, (scene, context) => {
    const found = handlerOf(scene.charter, undefined)
    const handler = 'refusal' in found ? undefined : (scene.charter.roles.get(found.role)?.title ?? found.role)
    const viewer = viewerIn(context)
    const view = {
      handler,
      anonymous: unnamedRefusal(scene.charter) === undefined,
      about: textOf(context, 'about'),
      sent: context.req.query('sent') !== undefined,
      stranger: viewer === undefined,
      looksInto:
        viewer !== undefined &&
        handlersOf(scene.charter).some((role) => holds(scene.charter, scene.state, viewer.subject, role, scene.now)),
      takesIn: serving.write !== undefined,
    }
    // the value that keeps a form from being sent twice is somebody's own
    context.header('Cache-Control', 'private, no-store')
    return Promise.resolve({ view, html: (reader) => reportPage(reader, siteView(scene), view) })
  })

  app.post(PAGE, async (context, next) => {
    if (viewerIn(context) !== undefined) return next()
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    // whoever began with a name does not go on without one because their login ended
    return form.value.text('named') === undefined
      ? fromStranger(context, form.value)
      : loginEnded(context, serving, { action: PAGE, what: 'writ-public-report', back: PAGE, fields: form.value.fields })
  })

  action(app, forms, {
    path: PAGE,
    route: report,
    what: 'writ-public-report',
    // who is suspended may say that this was wrong
    whileSuspended: true,
    body: (form) => ({
      text: form.text('text'),
      person: form.text('person'),
      anonymous: form.text('anonymous') === undefined ? undefined : true,
    }),
    back: () => PAGE,
    after: () => `${PAGE}?sent=yes`,
  })

  async function fromStranger(context: Context, form: Form): Promise<Response> {
    const not = (code: RefusalCode, problems: ReturnType<typeof problemsOf>) => {
      const parts = { action: PAGE, what: 'writ-public-report', fields: form.fields, because: problems, missing: [], helpers: [] } as const
      return showAgain(app, serving, context, { back: PAGE, status: STATUS[code], parts })
    }
    const once = form.text('once')
    if (once === undefined || !/^[\w-]{16,64}$/.test(once)) return not('key-reused', [{ text: readerIn(context).say('writ-login-once') }])
    const wait = waitOf(api, context)
    if (!wait.ok) return not(wait.error.code, [{ text: wait.error.detail }])
    const given = { text: form.text('text'), person: form.text('person') }
    const body = readShape(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), receiveReport.body)
    if (!body.ok) return not('key-reused', problemsOf(readerIn(context), body.error, form))
    const done = await receive(api, receiveReport as Receiving, once, body.value)
    return done.ok ? context.redirect(`${PAGE}?sent=yes`, 303) : not(done.error.code, [{ text: done.error.detail }])
  }
}
