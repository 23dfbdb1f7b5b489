import type { Hono } from 'hono'
import { charterDiffPage } from '../../web/pages/charter-diff.ts'
import { charterPage, charterRevisionPage } from '../../web/pages/charter.ts'
import type { PromiseView } from '../../web/view.ts'
import { named, twinned } from '../answer.ts'
import type { Scene } from '../scene.ts'
import type { Serving } from '../serving.ts'
import { charterDiffView, charterRevisionView, charterView } from '../views/charter.ts'
import { siteView } from '../views/site.ts'

export function charterRoute(app: Hono, serving: Serving, promises: (scene: Scene) => readonly PromiseView[]): void {
  twinned(app, serving, '/charter', async (scene) => {
    const view = await charterView(scene, promises(scene))
    return { view, html: (reader) => charterPage(reader, siteView(scene), view) }
  })
}

/** Earlier revisions, each under its number, and what changed between two of them: `/charter/diff/2..3`. */
export function charterHistoryRoutes(app: Hono, serving: Serving): void {
  named(app, serving, '/charter/rev', async (scene, name) => {
    const view = /^\d{1,9}$/.test(name) ? await charterRevisionView(scene, Number(name)) : undefined
    return view === undefined ? undefined : { view, html: (reader) => charterRevisionPage(reader, siteView(scene), view) }
  })
  named(app, serving, '/charter/diff', async (scene, name) => {
    const [, before, after] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(name) ?? []
    const view = before === undefined ? undefined : await charterDiffView(scene, Number(before), Number(after))
    return view === undefined ? undefined : { view, html: (reader) => charterDiffPage(reader, siteView(scene), view) }
  })
}
