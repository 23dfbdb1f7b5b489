import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { effectiveMode } from '../../../reconcile/modes.ts'
import { reads } from '../route.ts'
import { named } from '../shapes.ts'

const mode = z.enum(['observe', 'propose', 'enforce'])

export const listTargets = reads({
  id: 'listTargets',
  path: '/targets',
  summary: 'Targets of the charter, and what Writ may do to them',
  scope: undefined,
  answer: named(
    'Targets',
    z.object({
      targets: z.array(z.object({ id: z.string(), title: z.string(), mode, ceiling: mode.describe('what the charter allows at most') })),
    }),
  ),
  run: ({ scene: { charter, state } }) =>
    ok({
      body: {
        targets: [...charter.targets].map(([id, block]) => ({
          id,
          title: block.title ?? id,
          mode: effectiveMode(charter, state, id),
          ceiling: block.mode,
        })),
      },
    }),
})
