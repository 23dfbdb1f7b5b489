import type { Hono } from 'hono'
import { isWaiting } from '../../decide/request/standing.ts'
import { approvalsPage } from '../../web/pages/member/request.ts'
import { memberPage } from '../forms/member-page.ts'
import type { Serving } from '../serving.ts'
import { decides, requestRow } from '../views/me.ts'
import { siteView } from '../views/site.ts'

/** Requests that whoever looks may decide, oldest first. */
export function approvalsRoute(app: Hono, serving: Serving): void {
  memberPage(app, serving, '/approvals', ({ scene, known, viewer }) => {
    const waiting = [...known.state.requests()].filter((one) => isWaiting(known, one) && decides(known, one, viewer.subject))
    const view = { requests: waiting.map((one) => requestRow(known, one)) }
    return Promise.resolve({ view, html: (reader) => approvalsPage(reader, siteView(scene), view) })
  })
}
