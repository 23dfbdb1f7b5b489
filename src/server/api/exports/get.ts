import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { opensExport } from '../../../workflow/export/take-along.ts'
import { reads } from '../route.ts'
import { entryInPath } from '../shapes.ts'

export const getExport = reads({
  id: 'getExport',
  path: '/exports/{export}',
  summary:
    'The files of an export that one began oneself less than 15 minutes ago: one gzipped tar whose last file has the sums of all others',
  scope: 'apply',
  right: 'apply',
  params: z.strictObject({ export: entryInPath }),
  answer: z.unknown(),
  sends: 'application/gzip',
  async run({ scene: { moment }, known, person, archives }, { params }) {
    const [found] = params.export < moment.size ? await moment.entries(params.export, 1) : []
    if (person === undefined || !opensExport(known, found, person))
      return err({ code: 'not-found', detail: 'this opens no export, or no longer: begin one with `POST /exports`' })
    return ok({ body: {}, file: (context) => archives.send(context, moment) })
  },
})
