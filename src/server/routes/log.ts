import type { Context, Hono } from 'hono'
import { logPage } from '../../web/pages/log.ts'
import { twinned } from '../answer.ts'
import { numberOf, textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { logView, type LogQuery } from '../views/log.ts'
import { siteView } from '../views/site.ts'

export function logRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/log', async (scene, context) => {
    const view = await logView(scene, logQuery(context))
    return { view, html: (reader) => logPage(reader, siteView(scene), view) }
  })
}

export function logQuery(context: Context): LogQuery {
  return {
    person: textOf(context, 'person'),
    role: textOf(context, 'role'),
    type: textOf(context, 'type'),
    from: numberOf(context, 'from'),
  }
}
