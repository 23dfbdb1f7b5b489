import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { CharterUnreadableError } from '../workflow/charter-document.ts'
import { adminRoutes } from './admin/routes.ts'
import { apiRoutes, createApi } from './api/serve.ts'
import { createPendings } from './auth/pending.ts'
import { authRoutes } from './auth/routes.ts'
import { knowViewer } from './auth/viewer.ts'
import { BodyCutError } from './authzen/read-body.ts'
import { configurationRoute } from './authzen/configuration.ts'
import { createEngines } from './authzen/engines.ts'
import { evaluationRoute } from './authzen/evaluation.ts'
import { evaluationsRoute } from './authzen/evaluations.ts'
import { searchRoutes } from './authzen/searches.ts'
import { announceAssets } from './early-assets.ts'
import { missing, refuse } from './errors.ts'
import { guard } from './guard.ts'
import { knowReader } from './language.ts'
import { assetsRoute } from './routes/assets.ts'
import { charterHistoryRoutes, charterRoute } from './routes/charter.ts'
import { feedRoutes } from './routes/feeds.ts'
import { designsRoute } from './routes/designs.ts'
import { healthRoute } from './routes/health.ts'
import { hierarchyRoute } from './routes/hierarchy.ts'
import { policyRoute } from './routes/policy.ts'
import { reportRoutes } from './routes/report.ts'
import { reviewsRoute } from './routes/reviews.ts'
import { homeRoute } from './routes/home.ts'
import { logCsvRoute } from './routes/log-csv.ts'
import { logFeedRoute } from './routes/log-feed.ts'
import { logProofRoutes } from './routes/log-proof.ts'
import { logTileRoutes } from './routes/log-tiles.ts'
import { logHeadRoute, logRoute } from './routes/log.ts'
import { matrixRoute } from './routes/matrix.ts'
import { ownTokensRoutes } from './routes/own-tokens.ts'
import { secondFactorRoutes } from './routes/second-factor.ts'
import { peopleRoute } from './routes/people.ts'
import { personRoute } from './routes/person.ts'
import { roleRoute } from './routes/role.ts'
import { rolesRoute } from './routes/roles.ts'
import { safetyRoute } from './routes/safety.ts'
import { setupOverRoutes } from './setup/over.ts'
import { scimRoutes } from './scim/serve.ts'
import { isForPrograms } from './programs.ts'
import { memberRoutes } from './member/routes.ts'
import { promiseKeeper, withScene, WriterBusyError, type Serving } from './serving.ts'
import { worded } from '../web/worded.ts'

/** The public pages, their twins, the feed, the style sheets, the decision point, the programming interface, and the forms of whoever is logged in, which go through it. */
export function createApp(serving: Serving): Hono {
  const app = new Hono()
  const promises = promiseKeeper()
  app.use(compress())
  app.use(knowReader(serving.readerOf, serving.sessions !== undefined, false, serving.assets))
  app.use(announceAssets())
  app.use(knowViewer(serving))
  app.use(guard(serving))
  homeRoute(app, serving, promises)
  matrixRoute(app, serving)
  peopleRoute(app, serving)
  personRoute(app, serving)
  rolesRoute(app, serving)
  roleRoute(app, serving)
  logFeedRoute(app, serving)
  logCsvRoute(app, serving)
  logRoute(app, serving)
  logHeadRoute(app, serving)
  logTileRoutes(app, serving)
  logProofRoutes(app, serving)
  charterRoute(app, serving, promises)
  charterHistoryRoutes(app, serving)
  hierarchyRoute(app, serving)
  reviewsRoute(app, serving)
  safetyRoute(app, serving)
  designsRoute(app, serving)
  const engines = createEngines()
  policyRoute(app, serving, engines)
  evaluationRoute(app, serving, engines)
  evaluationsRoute(app, serving, engines)
  searchRoutes(app, serving, engines)
  configurationRoute(app, serving)
  const api = createApi(serving)
  apiRoutes(app, api)
  feedRoutes(app, api)
  const forms = { api, pendings: createPendings() }
  authRoutes(app, forms)
  ownTokensRoutes(app, forms)
  secondFactorRoutes(app, serving)
  reportRoutes(app, forms)
  memberRoutes(app, forms)
  adminRoutes(app, forms)
  scimRoutes(app, serving)
  setupOverRoutes(app)
  assetsRoute(app, serving)
  healthRoute(app, serving)
  app.notFound((context) => {
    const { method } = context.req
    if (method === 'GET' || method === 'HEAD' || isForPrograms(new URL(context.req.url).pathname))
      return withScene(serving, (scene) => missing(scene, context))
    context.header('Allow', 'GET, HEAD')
    return refuse(context, 'method-not-allowed', worded('writ-common-why-nothing-taken'))
  })
  app.onError((error, context) => {
    if (error instanceof BodyCutError) return refuse(context, 'bad-request', worded('writ-common-why-cut'))
    if (error instanceof WriterBusyError) {
      context.header('Retry-After', '2')
      return refuse(context, 'busy', worded('writ-common-why-busy'))
    }
    const id = serving.requestId()
    serving.warn(`request ${id}: ${error.stack ?? error.message}`)
    if (error instanceof CharterUnreadableError)
      return refuse(context, 'no-charter', worded('writ-common-why-no-charter', id), {
        request: id,
      })
    return refuse(context, 'failed', worded('writ-common-why-failed', id), { request: id })
  })
  return app
}
