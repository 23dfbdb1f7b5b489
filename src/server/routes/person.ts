import type { Hono } from 'hono'
import { maySuspendAnybody } from '../../decide/trouble/suspension.ts'
import { personPage } from '../../web/pages/people.ts'
import { named } from '../answer.ts'
import { viewerIn } from '../auth/viewer.ts'
import type { Serving } from '../serving.ts'
import { personView } from '../views/people.ts'
import { siteView } from '../views/site.ts'

export function personRoute(app: Hono, serving: Serving): void {
  named(app, serving, '/people', async (scene, handle, context) => {
    const subject = scene.personOf(handle)
    const view = subject === undefined ? undefined : await personView(scene, subject)
    if (subject === undefined || view === undefined) return undefined
    const viewer = viewerIn(context)
    // of the page alone, not of what it says: its twin is the same for everybody
    const ways = {
      reports: viewer?.subject !== subject,
      suspends: viewer !== undefined && viewer.subject !== subject && maySuspendAnybody(scene, viewer.subject),
    }
    return { view, html: (reader) => personPage(reader, siteView(scene), view, ways) }
  })
}
