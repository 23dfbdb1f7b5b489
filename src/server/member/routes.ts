import type { Hono } from 'hono'
import type { Forms } from '../forms/action.ts'
import { approvalsRoutes } from './approvals.ts'
import { askingRoutes } from './asking.ts'
import { caseRoutes } from './cases.ts'
import { charterProposalRoutes } from './charter-proposals.ts'
import { draftRoutes } from './draft.ts'
import { dutyRoutes } from './duties.ts'
import { meRoutes } from './me.ts'
import { ownDataRoutes } from './own-data.ts'
import { proposeCharterRoutes } from './propose-charter.ts'
import { requestRoutes } from './request.ts'
import { toldRoutes } from './told.ts'

/** The pages of whoever is logged in. */
export function memberRoutes(app: Hono, forms: Forms): void {
  meRoutes(app, forms)
  askingRoutes(app, forms)
  draftRoutes(app, forms)
  requestRoutes(app, forms)
  approvalsRoutes(app, forms.api.serving)
  toldRoutes(app, forms)
  dutyRoutes(app, forms)
  caseRoutes(app, forms)
  ownDataRoutes(app, forms)
  proposeCharterRoutes(app, forms)
  charterProposalRoutes(app, forms)
}
