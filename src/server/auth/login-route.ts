import type { Hono } from 'hono'
import { LOGGED_IN_AGAIN, loggedInAgainPage } from '../../web/pages/login-ended.ts'
import { loginPage } from '../../web/pages/login.ts'
import { readerIn } from '../language.ts'
import { textOf } from '../query.ts'
import { withScene, type Serving } from '../serving.ts'
import { siteView } from '../views/site.ts'
import { forgetSession } from './cookie.ts'
import { demoPeople, isDemo } from './demo-route.ts'
import { askForKey, passkeySite } from './passkeys.ts'
import type { Challenges } from './challenges.ts'
import { nextPage, viewerIn } from './viewer.ts'

/** The ways in, and the way out. */
export function loginRoute(app: Hono, serving: Serving, challenges: Challenges): void {
  app.get('/login', (context) =>
    withScene(serving, async (scene) => {
      const site = serving.passkeys === false ? undefined : passkeySite(serving.base(), siteView(scene).title)
      const options = site === undefined || serving.sessions === undefined ? undefined : await askForKey(site, undefined)
      if (options !== undefined) challenges.keep(options.challenge, serving.clock.now())
      const view = {
        next: nextPage(context.req.query('next')),
        viewer: viewerIn(context)?.handle,
        providers: (serving.logins ?? []).map(({ provider: { id, title } }) => ({ id, title })),
        passkey: options,
        people: isDemo(context, serving, scene) ? demoPeople(scene, textOf(context, 'q')) : undefined,
        filter: textOf(context, 'q'),
        possible: serving.sessions !== undefined,
        unknown: context.req.query('unknown') === undefined ? undefined : textOf(context, 'unknown'),
      }
      context.header('Cache-Control', 'private, no-store')
      return context.html((await loginPage(readerIn(context), siteView(scene), view)).toString())
    }),
  )

  app.get(LOGGED_IN_AGAIN, (context) =>
    withScene(serving, async (scene) => {
      context.header('Cache-Control', 'private, no-store')
      return context.html((await loggedInAgainPage(readerIn(context), siteView(scene), viewerIn(context)?.handle)).toString())
    }),
  )

  app.post('/logout', (context) => {
    const viewer = viewerIn(context)
    if (viewer !== undefined) serving.sessions?.end(viewer.session.id)
    forgetSession(context, serving)
    return context.redirect('/', 303)
  })
}
