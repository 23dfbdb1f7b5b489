import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { auditPart } from '../../views/audit.ts'
import { reads } from '../route.ts'
import { entry, moment, named } from '../shapes.ts'
import { report } from './counts.ts'

export const getAuditReport = reads({
  id: 'getAuditReport',
  path: '/audit/reports/{report}',
  summary: 'What deserves a second look, newest first; `from` is `older` of the page before. Whom its rows are about is put on record',
  scope: 'read',
  right: 'read-private',
  params: z.strictObject({ report }),
  query: z.strictObject({
    from: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(500).optional(),
  }),
  answer: named(
    'AuditReport',
    z.object({
      report,
      rows: z.array(
        z.object({
          entry,
          at: moment,
          person: z.string().nullable(),
          grant: entry.nullable().describe('the grant of which there is evidence'),
          by: z.string().nullable().describe('who made the entry'),
          text: z.string(),
        }),
      ),
      count: z.int().min(0).describe('rows of the whole report'),
      older: entry.nullable(),
    }),
  ),
  async run({ scene, audits }, { params, query: { from, limit = 100 } }) {
    const { rows, people, count, older } = await auditPart(scene, audits, params.report, { from, limit })
    return ok({ body: { report: params.report, rows, count, older }, concerning: people })
  },
})
