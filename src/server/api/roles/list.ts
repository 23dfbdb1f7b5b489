import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { rolesView } from '../../views/roles.ts'
import { reads } from '../route.ts'
import { named } from '../shapes.ts'

export const roleSummary = {
  id: z.string(),
  title: z.string(),
  purpose: z.string(),
  holders: z.int().optional().describe('absent = who holds it is not public'),
  seats: z.int().optional(),
}

export const listRoles = reads({
  id: 'listRoles',
  path: '/roles',
  summary: 'The roles of the charter',
  scope: undefined,
  answer: named('Roles', z.object({ roles: z.array(z.object(roleSummary)) })),
  run: ({ scene }) => ok({ body: rolesView(scene) }),
})
