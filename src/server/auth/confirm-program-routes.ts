import type { Context, Hono } from 'hono'
import { confirmedPage } from '../../web/pages/confirmed.ts'
import type { Confirmation } from '../../workflow/login/confirmations.ts'
import { missing, refuse } from '../errors.ts'
import type { Forms } from '../forms/action.ts'
import { toLogin } from '../forms/member-page.ts'
import { readerIn } from '../language.ts'
import { withScene } from '../serving.ts'
import { siteView } from '../views/site.ts'
import { freshEvidence, viewerIn, type Viewer } from './viewer.ts'
import { worded } from '../../web/worded.ts'

/** Where a person who is logged in proves that they mean what a program with a token of theirs asked for. The address is in the program’s refusal. */
export function confirmProgramRoutes(app: Hono, { api: { serving }, pendings }: Forms): void {
  app.get('/confirm/:id', (context) => {
    const viewer = viewerIn(context)
    const { pathname } = new URL(context.req.url)
    if (viewer === undefined) return toLogin(context, pathname)
    const now = serving.clock.now()
    const found = viewer.suspended ? undefined : serving.confirmations?.find(context.req.param('id'), viewer.subject, now)
    if (found === undefined) return withScene(serving, (scene) => missing(scene, context))
    if (found.confirmed)
      return withScene(serving, async (scene) => {
        context.header('Cache-Control', 'private, no-store')
        return context.html((await confirmedPage(readerIn(context), siteView(scene), found)).toString())
      })
    const { hash } = found
    const name = pendings.add(
      {
        session: viewer.session.id,
        hash,
        what: readerIn(context).say('writ-login-confirm-program', found.token),
        asked: { what: found.what, text: found.asked },
        back: '/me/tokens',
        run: (again) => Promise.resolve(given(again, viewer, found)),
      },
      now,
    )
    return context.redirect(`/confirm?of=${name}`, 303)
  })

  /** The evidence goes to the one request that asked for it; the session has it no longer than for any other decision. */
  function given(context: Context, viewer: Viewer, { id, hash }: Confirmation): Response | Promise<Response> {
    const now = serving.clock.now()
    const fresh = freshEvidence(serving, viewer.session, hash, now) !== undefined
    const evidence = fresh ? serving.sessions?.evidence(viewer.session.id, hash) : undefined
    if (evidence === undefined || serving.confirmations?.give(id, evidence, now) !== true)
      return refuse(context, 'not-found', worded('writ-login-nothing-waits-program'))
    return context.redirect(`/confirm/${id}`, 303)
  }
}
