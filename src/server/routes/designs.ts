import type { Hono } from 'hono'
import type { Comparison } from '../../safety/compare.ts'
import { designsOfSite } from '../../web/pages/designs.ts'
import { twinned } from '../answer.ts'
import { keptForMoment, type Serving } from '../serving.ts'
import { designsView } from '../views/designs.ts'
import { siteView } from '../views/site.ts'

export function designsRoute(app: Hono, serving: Serving): void {
  const comparisons = keptForMoment<Promise<Comparison>>((scene) => designsView(scene, serving.charters))
  twinned(app, serving, '/safety/designs', async (scene) => {
    const view = await comparisons(scene)
    return { view, html: (reader) => designsOfSite(reader, siteView(scene), view) }
  })
}
