import type { Hono } from 'hono'
import { reviewsPage } from '../../web/pages/reviews.ts'
import { twinned } from '../answer.ts'
import type { Serving } from '../serving.ts'
import { reviewsView } from '../views/reviews.ts'
import { siteView } from '../views/site.ts'

export function reviewsRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/reviews', async (scene) => {
    const view = await reviewsView(scene)
    return { view, html: (reader) => reviewsPage(reader, siteView(scene), view) }
  })
}
