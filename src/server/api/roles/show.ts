import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { roleView } from '../../views/roles.ts'
import { reads } from '../route.ts'
import { name, named, publicGrant, texts } from '../shapes.ts'
import { roleSummary } from './list.ts'

const doors = z.array(z.object({ who: z.string(), how: z.string(), line: z.string() }))

export const showRole = reads({
  id: 'getRole',
  path: '/roles/{role}',
  summary: 'A role: what it gives, the ways in and out, and who holds it as far as that is public',
  scope: undefined,
  params: z.strictObject({ role: name }),
  answer: named(
    'Role',
    z.object({
      ...roleSummary,
      document: z.string().optional(),
      class: z.string().optional(),
      gives: z.array(z.object({ target: z.string(), groups: texts, rights: texts })),
      ways: z.object({ in: doors, out: doors }),
      conditions: texts,
      term: z.string().optional(),
      review: z.string().optional(),
      holding: z.array(publicGrant),
      past: z.array(publicGrant),
      line: z.string(),
    }),
  ),
  async run({ scene }, { params: { role } }) {
    const view = await roleView(scene, role)
    return view === undefined ? err({ code: 'not-found', detail: 'the charter has no role of this name' }) : ok({ body: view })
  },
})
