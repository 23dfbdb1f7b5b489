import { z } from 'zod'
import { formatInstant } from '../../../kernel/instant.ts'
import { ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { entry, moment, name, named } from '../shapes.ts'
import { targetOf } from './of.ts'

export const listDrift = reads({
  id: 'listDrift',
  path: '/targets/{target}/drift',
  summary: 'What others changed on a target without Writ, not settled yet',
  scope: 'apply',
  right: 'apply',
  params: z.strictObject({ target: name }),
  answer: named(
    'DriftList',
    z.object({
      target: z.string(),
      drift: z.array(
        z.object({ entry, found: moment, account: z.string(), group: z.string(), change: z.string(), by: z.string().nullable() }),
      ),
    }),
  ),
  run({ scene: { charter, state } }, { params }) {
    const target = targetOf(charter, params.target)
    if (!target.ok) return target
    const drift = [...state.openDrift(target.value)].map(({ id, at, account, group, change, by }) => ({
      entry: id,
      found: formatInstant(at),
      account: state.account(account)?.name ?? account,
      group,
      change,
      by: by ?? null,
    }))
    return ok({ body: { target: target.value, drift } })
  },
})
