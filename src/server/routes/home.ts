import type { Hono } from 'hono'
import { homePage } from '../../web/pages/home.ts'
import type { PromiseView } from '../../web/view.ts'
import { twinned } from '../answer.ts'
import type { Scene } from '../scene.ts'
import type { Serving } from '../serving.ts'
import { homeView } from '../views/home.ts'
import { siteView } from '../views/site.ts'

export function homeRoute(app: Hono, serving: Serving, promises: (scene: Scene) => readonly PromiseView[]): void {
  twinned(app, serving, '/', async (scene) => {
    const view = await homeView(scene, promises(scene))
    return { view, html: (reader) => homePage(reader, siteView(scene), view) }
  })
}
