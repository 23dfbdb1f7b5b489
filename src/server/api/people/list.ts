import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { peopleView } from '../../views/people.ts'
import { reads } from '../route.ts'
import { named, roleTitle } from '../shapes.ts'

export const listPeople = reads({
  id: 'listPeople',
  path: '/people',
  summary: 'People of whom something is public, by handle, 200 on a page; `filter` is part of a handle or of a role',
  scope: undefined,
  query: z.strictObject({ filter: z.string().max(200).optional(), page: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  answer: named(
    'People',
    z.object({
      count: z.int(),
      page: z.int(),
      pages: z.int(),
      people: z.array(z.object({ handle: z.string(), roles: z.array(roleTitle) })),
    }),
  ),
  run: ({ scene }, { query: { filter = '', page = 1 } }) => ok({ body: peopleView(scene, filter, page) }),
})
