import type { Hono } from 'hono'
import { secondFactorPage } from '../../web/pages/second-factor.ts'
import { memberPage } from '../forms/member-page.ts'
import { notePrivateReading } from '../private-reading.ts'
import { segmentOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { keptFactor, secondFactorView } from '../views/second-factor.ts'
import { siteView } from '../views/site.ts'

/** What proves that a person meant what an entry says, for that person and for those who may read what is private: that they did is on record. */
export function secondFactorRoutes(app: Hono, serving: Serving): void {
  memberPage(app, serving, '/log/:entry/evidence', async ({ scene, viewer }, context) => {
    const name = segmentOf(context, 2)
    const seq = /^\d{1,15}$/.test(name) ? Number(name) : -1
    const kept = seq < 0 ? undefined : await keptFactor(scene, viewer.subject, seq)
    const view = kept === undefined ? undefined : await secondFactorView(scene, serving.hashing, seq, kept)
    if (kept === undefined || view === undefined) return undefined
    const reading = {
      what: 'a second factor',
      by: viewer.subject,
      subjects: [kept.by],
      channel: 'web',
      reason: `looked at with entry ${seq}`,
    } as const
    if (kept.by !== viewer.subject && !(await notePrivateReading(serving, reading))) return undefined
    return { view, html: (reader) => secondFactorPage(reader, siteView(scene), view) }
  })
}
