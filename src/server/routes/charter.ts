import type { Hono } from 'hono'
import { charterPage } from '../../web/pages/charter.ts'
import type { PromiseView } from '../../web/view.ts'
import { twinned } from '../answer.ts'
import type { Scene } from '../scene.ts'
import type { Serving } from '../serving.ts'
import { charterView } from '../views/charter.ts'
import { siteView } from '../views/site.ts'

export function charterRoute(app: Hono, serving: Serving, promises: (scene: Scene) => readonly PromiseView[]): void {
  twinned(app, serving, '/charter', async (scene) => {
    const view = await charterView(scene, promises(scene))
    return { view, html: (reader) => charterPage(reader, siteView(scene), view) }
  })
}
