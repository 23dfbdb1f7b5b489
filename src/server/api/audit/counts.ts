import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { AUDIT_REPORTS } from '../../../web/pages/audit-view.ts'
import { auditCounts } from '../../views/audit.ts'
import { reads } from '../route.ts'
import { named } from '../shapes.ts'

export const report = z.enum(AUDIT_REPORTS)

export const countAuditReports = reads({
  id: 'countAuditReports',
  path: '/audit/reports',
  summary: 'The reports for auditors, and how many rows each has',
  scope: 'read',
  right: 'read-private',
  answer: named('AuditReports', z.object({ reports: z.array(z.object({ report, count: z.int().min(0) })) })),
  async run({ scene, audits }) {
    const counts = await auditCounts(scene, audits)
    return ok({ body: { reports: AUDIT_REPORTS.map((one) => ({ report: one, count: counts[one] })) } })
  },
})
