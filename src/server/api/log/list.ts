import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { everyEntry, logView } from '../../views/log.ts'
import { reads } from '../route.ts'
import { entry, name, named, publicRow } from '../shapes.ts'

export const listLog = reads({
  id: 'listLog',
  path: '/log',
  summary: 'The log as the public may see it, newest first; `from` is `older` of the page before',
  scope: undefined,
  query: z.strictObject({
    person: name.optional(),
    role: name.optional(),
    type: name.optional(),
    from: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(500).optional(),
  }),
  answer: named(
    'Log',
    z.object({ rows: z.array(publicRow), older: entry.nullable(), size: z.int(), root: z.string().describe('root of the tree, hex') }),
  ),
  async run({ scene }, { query: { person = '', role = '', type = '', from, limit } }) {
    return ok({ body: await logView(scene, { ...everyEntry, person, role, type, from }, limit) })
  },
})
