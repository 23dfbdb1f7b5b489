import type { Context, Hono } from 'hono'
import { csv } from '../../render/csv.ts'
import { auditPage, auditReportPage, evidencePage } from '../../web/pages/audit.ts'
import { AUDIT_REPORTS, type AuditReport, type AuditView } from '../../web/pages/audit-view.ts'
import { send, type Shown } from '../answer.ts'
import type { Forms } from '../forms/action.ts'
import { memberFile, type Looking } from '../forms/member-page.ts'
import { notePrivateReading } from '../private-reading.ts'
import { segmentOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { auditRows, reportOf } from '../views/audit.ts'
import { evidenceFile, holderOf } from '../views/evidence.ts'
import { siteView } from '../views/site.ts'
import { adminPage, may } from './admin-page.ts'

const RIGHTS = ['read-private'] as const

/** What somebody reads who may change nothing: reports, and the evidence of one grant. Whose private data is shown is put on record first. */
export function auditRoutes(app: Hono, { api: { serving } }: Forms): void {
  adminPage(app, serving, '/audit', RIGHTS, async ({ scene }) => {
    const counts = {} as Record<AuditReport, number>
    for (const report of AUDIT_REPORTS) counts[report] = (await auditRows(scene, report)).length
    return { view: counts, html: (reader) => auditPage(reader, siteView(scene), counts) }
  })
  adminPage(app, serving, '/audit/grants/:grant', RIGHTS, async (looking, context) => shownEvidence(serving, looking, context))
  memberFile(app, serving, '/audit/:report{.+\\.csv}', async (looking, context) => {
    const view = may(looking, 'read-private') ? await reportView(serving, looking, segmentOf(context, 2).replace(/\.csv$/, '')) : undefined
    if (view === undefined) return undefined
    const rows = view.rows.map(({ entry, at, person, text, by }) => [String(entry), at, person ?? '', text, by ?? ''])
    context.header('Content-Disposition', `attachment; filename="${view.report}.csv"`)
    return send(context, 'text/csv; charset=utf-8', csv([['entry', 'time', 'person', 'what', 'by'], ...rows]), 'private')
  })
  adminPage(app, serving, '/audit/:report', RIGHTS, async (looking, context) => {
    const view = await reportView(serving, looking, segmentOf(context, 2).replace(/\.json$/, ''))
    return view === undefined ? undefined : { view, html: (reader) => auditReportPage(reader, siteView(looking.scene), view) }
  })
}

async function shownEvidence(serving: Serving, { scene, viewer }: Looking, context: Context): Promise<Shown | undefined> {
  const name = segmentOf(context, 3).replace(/\.json$/, '')
  const { file, rows } = (/^\d{1,15}$/.test(name) ? await evidenceFile(scene, Number(name)) : undefined) ?? {}
  const holder = file === undefined ? undefined : holderOf(scene.state, file.grant)
  if (file === undefined || rows === undefined || holder === undefined) return undefined
  const isNoted =
    holder === viewer.subject ||
    (await notePrivateReading(serving, {
      what: 'evidence of a grant',
      by: viewer.subject,
      subjects: [holder],
      channel: 'web',
      reason: 'looked at as an auditor',
    }))
  if (!isNoted) return undefined
  const clause = scene.state.grant(file.grant)?.clause ?? ''
  return { view: file, html: (reader) => evidencePage(reader, siteView(scene), file, rows, clause) }
}

/** A report names people: all of them are on record as read about. */
async function reportView(serving: Serving, { scene, viewer }: Looking, name: string): Promise<AuditView | undefined> {
  const report = reportOf(name)
  if (report === undefined) return undefined
  const rows = await auditRows(scene, report)
  const people = rows.flatMap(({ person }) => (person === null ? [] : (scene.state.personByHandle(person)?.subject ?? [])))
  const others = [...new Set(people)].filter((one) => one !== viewer.subject)
  const reading = {
    what: `report ${report}`,
    by: viewer.subject,
    subjects: others,
    channel: 'web',
    reason: 'looked at as an auditor',
  } as const
  if (others.length > 0 && !(await notePrivateReading(serving, reading))) return undefined
  return { report, rows }
}
