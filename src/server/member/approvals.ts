import type { Hono } from 'hono'
import { isWaiting } from '../../decide/request/standing.ts'
import { approvalsPage, requestsPage } from '../../web/pages/member/request.ts'
import type { RequestsView } from '../../web/pages/member/view.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { decides, requestRow } from '../views/me.ts'
import { siteView } from '../views/site.ts'

/** Requests that whoever looks may decide, oldest first; and all in which they took part. */
export function approvalsRoutes(app: Hono, serving: Serving): void {
  memberPage(app, serving, '/approvals', ({ scene, known, viewer }) => {
    const waiting = [...known.state.requests()].filter((one) => isWaiting(known, one) && decides(known, one, viewer.subject))
    const view = { requests: waiting.map((one) => requestRow(known, one)) }
    return Promise.resolve({ view, html: (reader) => approvalsPage(reader, siteView(scene), view) })
  })
  memberPage(app, serving, '/requests', (looking, context) => {
    const view = requestsView(looking, textOf(context, 'part'), textOf(context, 'outcome'), textOf(context, 'role'))
    return Promise.resolve({ view, html: (reader) => requestsPage(reader, siteView(looking.scene), view) })
  })
}

const OUTCOMES = ['open', 'granted', 'refused', 'withdrawn', 'lapsed']

/** Newest first. What lapsed and is not closed yet waits no more. */
function requestsView({ known, viewer }: Looking, part: string, outcome: string, role: string): RequestsView {
  const { state, charter } = known
  const all = state.requestsWith(viewer.subject).toReversed()
  const rows = all.flatMap((one) => {
    const row = requestRow(known, one)
    const own = one.subject === viewer.subject || one.by === viewer.subject
    const decided = one.votes.some(({ by }) => by === viewer.subject)
    const fits =
      (part === '' || (part === 'own' ? own : decided)) &&
      (outcome === '' || (row.outcome ?? 'open') === outcome) &&
      (role === '' || one.role === role)
    return fits ? [row] : []
  })
  const roles = [...new Set(all.map((one) => one.role))].map((id) => ({ id, title: charter.roles.get(id)?.title ?? id }))
  return { requests: rows, all: all.length, outcomes: OUTCOMES, roles, part, outcome, role }
}
