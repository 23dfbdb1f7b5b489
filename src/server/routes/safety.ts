import type { Hono } from 'hono'
import { safetyPage } from '../../web/pages/safety.ts'
import type { SafetyView } from '../../web/view.ts'
import { twinned } from '../answer.ts'
import { keptForMoment, type Serving } from '../serving.ts'
import { safetyView } from '../views/safety.ts'
import { siteView } from '../views/site.ts'

export function safetyRoute(app: Hono, serving: Serving): void {
  const verdicts = keptForMoment<SafetyView>(safetyView)
  twinned(app, serving, '/safety', async (scene) => {
    const view = verdicts(scene)
    return { view, html: (reader) => safetyPage(reader, siteView(scene), view) }
  })
}
