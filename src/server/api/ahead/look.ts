import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { aheadView } from '../../views/ahead.ts'
import { reads } from '../route.ts'
import { entry, moment, named, roleTitle, texts } from '../shapes.ts'

const line = z.object({
  change: z.enum(['add', 'remove', 'set-end']),
  account: z.string(),
  group: z.string(),
  cause: z.string(),
  clause: z.string(),
  text: z.string(),
  now: z.boolean().describe('different already; otherwise it will be by then'),
})

export const lookAheadRoute = reads({
  id: 'lookAhead',
  path: '/ahead',
  summary: 'What falls due within 24 hours and what would be changed on each target, which is read for it; nothing is recorded',
  scope: 'apply',
  right: 'apply',
  answer: named(
    'Ahead',
    z.object({
      from: moment,
      until: moment,
      paused: z.object({ entry, since: moment }).nullable(),
      duties: z.array(z.object({ kind: z.string(), clause: z.string(), text: z.string(), now: z.boolean(), takes: z.boolean() })),
      targets: z.array(
        z.object({
          target: roleTitle,
          mode: z.enum(['observe', 'propose', 'enforce']),
          lines: z.array(line),
          guards: texts,
          problem: z.string().nullable(),
        }),
      ),
    }),
  ),
  async run({ serving: { write } }) {
    if (write === undefined) return err({ code: 'read-only', detail: 'this server is not connected to the targets' })
    return ok({ body: await aheadView(write) })
  },
})
