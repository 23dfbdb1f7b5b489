import type { Hono } from 'hono'
import { personPage } from '../../web/pages/people.ts'
import { named } from '../answer.ts'
import type { Serving } from '../serving.ts'
import { personView } from '../views/people.ts'
import { siteView } from '../views/site.ts'

export function personRoute(app: Hono, serving: Serving): void {
  named(app, serving, '/people', async (scene, handle) => {
    const subject = scene.personOf(handle)
    const view = subject === undefined ? undefined : await personView(scene, subject)
    return view === undefined ? undefined : { view, html: (reader) => personPage(reader, siteView(scene), view) }
  })
}
