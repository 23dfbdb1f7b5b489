import type { Hono } from 'hono'
import type { State } from '../../ledger/state.ts'
import { pausePage } from '../../web/pages/admin/pause.ts'
import { tonightPage } from '../../web/pages/admin/tonight.ts'
import type { PausePageView } from '../../web/pages/admin/ahead-view.ts'
import { pause } from '../api/pause/pause.ts'
import { resume } from '../api/pause/resume.ts'
import { action, type Forms } from '../forms/action.ts'
import type { Scene } from '../scene.ts'
import type { Serving } from '../serving.ts'
import { aheadView, pauseView } from '../views/ahead.ts'
import { siteView } from '../views/site.ts'
import { adminPage } from './admin-page.ts'

const PLACE = '/admin/pause'

/** What Writ does within 24 hours, and the switch that stops it. */
export function pauseRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  const ahead = ({ write }: Serving) => (write === undefined ? Promise.resolve(null) : aheadView(write))
  adminPage(app, serving, '/admin/tonight', ['apply'], async ({ scene }) => {
    const view = await ahead(serving)
    return { view: view ?? { ahead: null }, html: (reader) => tonightPage(reader, siteView(scene), view) }
  })
  adminPage(app, serving, PLACE, ['apply'], async ({ scene, known: { state } }) => {
    const paused = await pausedNow(scene, state)
    const view = { paused, ahead: paused === null ? null : await ahead(serving) }
    return { view, html: (reader) => pausePage(reader, siteView(scene), view) }
  })
  action(app, forms, {
    path: PLACE,
    route: pause,
    what: 'writ-admin-pause',
    params: () => ({}),
    body: (form) => ({ confirm: form.text('confirm'), reason: form.text('reason') }),
    back: () => PLACE,
  })
  action(app, forms, {
    path: '/admin/resume',
    route: resume,
    what: 'writ-admin-resume',
    params: () => ({}),
    body: (form) => ({
      confirm: form.text('confirm'),
      pause: Number(form.text('pause') ?? Number.NaN),
      reason: form.text('reason'),
    }),
    back: () => PLACE,
  })
}

/** The reason is for those who run Writ: it stands in the entry, whatever of it is public. */
async function pausedNow({ moment }: Scene, state: State): Promise<PausePageView['paused']> {
  const pause = pauseView(state)
  if (pause === null) return null
  const [entry] = await moment.entries(pause.entry, 1)
  return { ...pause, reason: entry?.type === 'job.switched' ? (entry.fields.reason ?? null) : null }
}
