import type { Context, Hono } from 'hono'
import { formatInstant } from '../../kernel/instant.ts'
import { sessionsPage } from '../../web/pages/sessions.ts'
import { refuse } from '../errors.ts'
import { memberPage, toLogin } from '../forms/member-page.ts'
import { readForm } from '../forms/read-form.ts'
import type { Serving } from '../serving.ts'
import { siteView } from '../views/site.ts'
import { forgetSession } from './cookie.ts'
import { viewerIn, type Viewer } from './viewer.ts'
import { worded } from '../../web/worded.ts'

const PAGE = '/me/sessions'

/** One's own sessions, and ending them. Nothing of it is a record. */
export function sessionRoutes(app: Hono, serving: Serving): void {
  const ownOf = ({ subject }: Viewer) => serving.sessions?.of(subject, serving.clock.now()) ?? []
  const titleOf = (method: string) => serving.logins?.find(({ provider }) => provider.id === method)?.provider.title ?? method

  memberPage(app, serving, PAGE, ({ scene, viewer }) => {
    const sessions = ownOf(viewer).map(({ id, method, started, seen }) => ({
      id,
      method: titleOf(method),
      started: formatInstant(started),
      seen: formatInstant(seen),
      current: id === viewer.session.id,
    }))
    return Promise.resolve({ view: { sessions }, html: (reader) => sessionsPage(reader, siteView(scene), { sessions }) })
  })

  app.post(`${PAGE}/end`, async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const viewer = viewerIn(context)
    if (viewer === undefined) return toLogin(context, PAGE)
    const asked = form.value.text('session')
    const own = ownOf(viewer).find(({ id }) => id === asked)
    if (own === undefined) return refuse(context, 'not-found', worded('writ-login-no-such-session'))
    serving.sessions?.end(own.id)
    return own.id === viewer.session.id ? out(context) : context.redirect(PAGE, 303)
  })

  app.post(`${PAGE}/end-others`, (context) => {
    const viewer = viewerIn(context)
    if (viewer === undefined) return toLogin(context, PAGE)
    for (const { id } of ownOf(viewer)) if (id !== viewer.session.id) serving.sessions?.end(id)
    return context.redirect(PAGE, 303)
  })

  function out(context: Context): Response {
    forgetSession(context, serving)
    return context.redirect('/', 303)
  }
}
