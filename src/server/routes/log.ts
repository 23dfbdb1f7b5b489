import type { Context, Hono } from 'hono'
import { logHeadPage, logPage } from '../../web/pages/log.ts'
import { twinned } from '../answer.ts'
import { dayOf, numberOf, textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { logHeadView, logView, type LogQuery } from '../views/log.ts'
import { siteView } from '../views/site.ts'

export function logRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/log', async (scene, context) => {
    const view = await logView(scene, logQuery(context))
    return { view, html: (reader) => logPage(reader, siteView(scene), view) }
  })
}

export function logHeadRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/log/head', async (scene) => {
    const view = await logHeadView(scene)
    return { view, html: (reader) => logHeadPage(reader, siteView(scene), view) }
  })
}

export function logQuery(context: Context): LogQuery {
  return {
    person: textOf(context, 'person'),
    by: textOf(context, 'by'),
    role: textOf(context, 'role'),
    target: textOf(context, 'target'),
    type: textOf(context, 'type'),
    since: dayOf(context, 'since'),
    until: dayOf(context, 'until'),
    from: numberOf(context, 'from'),
  }
}
