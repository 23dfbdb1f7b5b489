import type { Hono } from 'hono'
import { peoplePage } from '../../web/pages/people.ts'
import { twinned } from '../answer.ts'
import { numberOf, textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { peopleView } from '../views/people.ts'
import { siteView } from '../views/site.ts'

export function peopleRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/people', async (scene, context) => {
    const view = peopleView(scene, textOf(context, 'q'), Math.max(1, numberOf(context, 'page') ?? 1))
    return { view, html: (reader) => peoplePage(reader, siteView(scene), view) }
  })
}
