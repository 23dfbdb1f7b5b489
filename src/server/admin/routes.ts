import type { Hono } from 'hono'
import type { Forms } from '../forms/action.ts'
import { auditRoutes } from './audit.ts'
import { jobRoutes } from './jobs.ts'
import { leavingRoutes } from './leaving.ts'
import { overviewRoute } from './overview.ts'
import { peopleRoutes } from './people.ts'
import { pauseRoutes } from './pause.ts'
import { planRoutes } from './plans.ts'
import { seatsRoute } from './seats.ts'
import { settingsRoute } from './settings.ts'
import { targetRoutes } from './targets.ts'

/** The pages of those who run Writ. */
export function adminRoutes(app: Hono, forms: Forms): void {
  overviewRoute(app, forms)
  pauseRoutes(app, forms)
  targetRoutes(app, forms)
  planRoutes(app, forms)
  jobRoutes(app, forms)
  peopleRoutes(app, forms)
  seatsRoute(app, forms)
  auditRoutes(app, forms)
  settingsRoute(app, forms)
  leavingRoutes(app, forms)
}
