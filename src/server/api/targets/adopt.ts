import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { adoptHolders } from '../../../workflow/adopt-holders.ts'
import { isoOrNull } from '../../views/json-shapes.ts'
import { writes } from '../route.ts'
import { moment, name, named, texts } from '../shapes.ts'
import { failure, targetOf } from './of.ts'

const count = z.int().min(0)

export const takeIn = writes({
  id: 'adoptHolders',
  path: '/targets/{target}/adoptions',
  summary:
    'Takes in the present holders of a target’s managed groups as found grants, so that nobody is removed just for being found; with `dryRun` nothing is recorded',
  scope: 'apply',
  right: 'apply',
  refusals: ['target-failed'],
  params: z.strictObject({ target: name }),
  body: named('TakingIn', z.strictObject({ dryRun: z.boolean().optional() })),
  answer: named(
    'Adopted',
    z.object({
      target: z.string(),
      found: z.array(z.object({ account: z.string(), role: z.string(), until: moment.nullable() })),
      issues: z.array(z.object({ kind: z.string(), account: z.string(), group: z.string(), roles: texts, text: z.string() })),
      memberships: z.object({ found: count, left: count }),
      entries: count,
    }),
  ),
  async run({ instance, caller, key }, { params, body: { dryRun = false } }) {
    const target = targetOf((await instance.charters.inForce(instance.journal.state)).charter, params.target)
    if (!target.ok) return target
    const answer = await adoptHolders(instance, { key, caller, target: target.value, dryRun })
    if (!answer.ok) return err(failure(answer.error))
    const found = answer.value.found.map((one) => ({ ...one, until: isoOrNull(one.until) }))
    return ok({ target: target.value, ...answer.value, found })
  },
})
