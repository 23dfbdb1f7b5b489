import type { Hono } from 'hono'
import { rolesPage } from '../../web/pages/roles.ts'
import { twinned } from '../answer.ts'
import type { Serving } from '../serving.ts'
import { rolesView } from '../views/roles.ts'
import { siteView } from '../views/site.ts'

export function rolesRoute(app: Hono, serving: Serving): void {
  twinned(app, serving, '/roles', async (scene) => {
    const view = rolesView(scene)
    return { view, html: (reader) => rolesPage(reader, siteView(scene), view) }
  })
}
