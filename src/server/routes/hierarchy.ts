import type { Hono } from 'hono'
import { hierarchyPage } from '../../web/pages/hierarchy.ts'
import { twinned } from '../answer.ts'
import { textOf } from '../query.ts'
import { keptForMoment, type Serving } from '../serving.ts'
import { hierarchyReport, hierarchyView, type DrawnHierarchy } from '../views/hierarchy.ts'
import { siteView } from '../views/site.ts'

export function hierarchyRoute(app: Hono, serving: Serving): void {
  const reports = keptForMoment(hierarchyReport)
  const drawings = keptForMoment(() => new Map<string, DrawnHierarchy>())
  twinned(app, serving, '/hierarchy', (scene, context) => {
    const asked = scene.charter.roles.has(textOf(context, 'rogue')) ? textOf(context, 'rogue') : ''
    const known = drawings(scene)
    const drawn = known.get(asked) ?? hierarchyView(scene, reports(scene), asked)
    known.set(asked, drawn)
    return Promise.resolve({
      view: drawn.view,
      html: (reader) => hierarchyPage(reader, siteView(scene), drawn.view, drawn.drawing, drawn.leftOut),
    })
  })
}
