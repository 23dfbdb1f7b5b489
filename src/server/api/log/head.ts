import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { logHeadView } from '../../views/log.ts'
import { reads } from '../route.ts'
import { entry, moment, named } from '../shapes.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(0)

export const showLogHead = reads({
  id: 'getLogHead',
  path: '/log/head',
  summary:
    'How many entries there are, the root over them, the checkpoint that was signed last, and the keys that the log is or was signed with',
  scope: undefined,
  answer: named(
    'LogHead',
    z.object({
      size,
      root: hash,
      origin: z.string().max(64).describe('leaf hash of the first entry: which log it is'),
      at: moment.optional().describe('when the last entry was made'),
      signed: z.object({
        checkpoint: z
          .object({ note: z.string().describe('the signed checkpoint, https://c2sp.org/tlog-checkpoint'), size, root: hash, at: moment })
          .optional(),
        refused: z
          .object({ since: moment, why: z.string() })
          .optional()
          .describe('the log is no continuation of that checkpoint any more, and is not signed'),
        keys: z.array(
          z.object({
            entry,
            vkey: z.string().optional().describe('NAME+ID+BASE64, https://c2sp.org/signed-note'),
            retired: z.object({ entry, size: size.optional() }).optional(),
          }),
        ),
      }),
    }),
  ),
  async run({ scene }) {
    return ok({ body: await logHeadView(scene) })
  },
})
