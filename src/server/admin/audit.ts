import type { Context, Hono } from 'hono'
import { csv } from '../../render/csv.ts'
import { auditPage, auditReportPage, evidencePage, noGrantPage } from '../../web/pages/audit.ts'
import type { AuditReport, AuditView } from '../../web/pages/audit-view.ts'
import { send, type Shown } from '../answer.ts'
import type { Forms } from '../forms/action.ts'
import { memberFile, type Looking } from '../forms/member-page.ts'
import { notePrivateReading } from '../private-reading.ts'
import { numberOf, segmentOf, textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { auditCounts, auditPart, reportOf, type AuditPart } from '../views/audit.ts'
import { evidenceFile, holderOf } from '../views/evidence.ts'
import { siteView } from '../views/site.ts'
import { adminPage, may } from './admin-page.ts'

const RIGHTS = ['read-private'] as const

/** So many rows stand on a page. */
const ROWS = 500

/** What somebody reads who may change nothing: reports, and the evidence of one grant. Whose private data is shown is put on record first. */
export function auditRoutes(app: Hono, { api: { serving, audits } }: Forms): void {
  // the number that was typed: what it is the number of is said there, to those who may read it
  app.get('/audit', (context, next) => {
    const entry = numberOf(context, 'entry')
    return entry === undefined ? next() : Promise.resolve(context.redirect(`/audit/grants/${entry}`, 303))
  })
  adminPage(app, serving, '/audit', RIGHTS, async ({ scene }, context) => {
    const counts = await auditCounts(scene, audits)
    return { view: counts, html: (reader) => auditPage(reader, siteView(scene), counts, textOf(context, 'entry')) }
  })
  adminPage(app, serving, '/audit/grants/:grant', RIGHTS, async (looking, context) => shownEvidence(serving, looking, context))
  memberFile(app, serving, '/audit/:report{.+\\.csv}', async (looking, context) => {
    if (!may(looking, 'read-private')) return undefined
    const report = reportOf(segmentOf(context, 2).replace(/\.csv$/, ''))
    const part =
      report === undefined ? undefined : await reported(serving, looking, report, await auditPart(looking.scene, audits, report, ALL))
    if (report === undefined || part === undefined) return undefined
    const rows = part.rows.map(({ entry, at, person, text, by }) => [String(entry), at, person ?? '', text, by ?? ''])
    context.header('Content-Disposition', `attachment; filename="${report}.csv"`)
    return send(context, 'text/csv; charset=utf-8', csv([['entry', 'time', 'person', 'what', 'by'], ...rows]), 'private')
  })
  adminPage(app, serving, '/audit/:report', RIGHTS, async (looking, context) => {
    const report = reportOf(segmentOf(context, 2).replace(/\.json$/, ''))
    const window = { from: numberOf(context, 'from'), limit: ROWS }
    const part =
      report === undefined ? undefined : await reported(serving, looking, report, await auditPart(looking.scene, audits, report, window))
    if (report === undefined || part === undefined) return undefined
    const { rows, count, older } = part
    const view: AuditView = { report, rows, count, older }
    return { view, html: (reader) => auditReportPage(reader, siteView(looking.scene), view) }
  })
}

const ALL = { limit: Number.MAX_SAFE_INTEGER }

async function shownEvidence(serving: Serving, { scene, viewer }: Looking, context: Context): Promise<Shown | undefined> {
  const [, name, twin] = /^(\d{1,15})(\.json)?$/.exec(segmentOf(context, 3)) ?? []
  if (name === undefined) return undefined
  const entry = Number(name)
  const { file, rows } = (await evidenceFile(scene, entry)) ?? {}
  const holder = file === undefined ? undefined : holderOf(scene.state, file.grant)
  if (file === undefined || rows === undefined || holder === undefined) {
    if (twin !== undefined) return undefined
    context.status(404)
    return { view: { entry }, html: (reader) => noGrantPage(reader, siteView(scene), entry) }
  }
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

/** A report names people: all that are named are on record as read about, before it is shown. */
async function reported(serving: Serving, { viewer }: Looking, report: AuditReport, part: AuditPart): Promise<AuditPart | undefined> {
  const others = part.people.filter((one) => one !== viewer.subject)
  const reading = {
    what: `report ${report}`,
    by: viewer.subject,
    subjects: others,
    channel: 'web',
    reason: 'looked at as an auditor',
  } as const
  return others.length > 0 && !(await notePrivateReading(serving, reading)) ? undefined : part
}
