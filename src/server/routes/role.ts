import type { Hono } from 'hono'
import { rolePage } from '../../web/pages/roles.ts'
import { named } from '../answer.ts'
import type { Serving } from '../serving.ts'
import { roleView } from '../views/roles.ts'
import { siteView } from '../views/site.ts'

export function roleRoute(app: Hono, serving: Serving): void {
  named(app, serving, '/roles', async (scene, id) => {
    const view = await roleView(scene, id)
    return view === undefined ? undefined : { view, html: (reader) => rolePage(reader, siteView(scene), view) }
  })
}
