import type { Hono } from 'hono'
import { due } from '../../decide/due/due.ts'
import { overviewPage } from '../../web/pages/admin/overview.ts'
import { runDue } from '../api/due/run.ts'
import { action, type Forms } from '../forms/action.ts'
import { caseWork } from '../views/cases.ts'
import { siteView } from '../views/site.ts'
import { adminPage, may } from './admin-page.ts'
import { targetRows } from './target-view.ts'

const SHOWN = 100

/** What Writ is about to do, and the way to everything else that those who run it do. */
export function overviewRoute(app: Hono, forms: Forms): void {
  adminPage(app, forms.api.serving, '/admin', ['apply'], (looking) => {
    const duties = due(looking.known)
    const view = {
      due: duties.slice(0, SHOWN).map(({ kind, clause, text }) => ({ kind, clause, text })),
      dueCount: duties.length,
      taking: duties.filter(({ takes }) => takes).length,
      targets: targetRows(looking),
      cases: caseWork(looking).looksInto,
      linksAccounts: may(looking, 'link-accounts'),
    }
    return Promise.resolve({ view, html: (reader) => overviewPage(reader, siteView(looking.scene), view) })
  })
  action(app, forms, {
    path: '/admin/due',
    route: runDue,
    what: 'writ-admin-due-now',
    params: () => ({}),
    body: () => ({}),
    back: () => '/admin',
  })
}
