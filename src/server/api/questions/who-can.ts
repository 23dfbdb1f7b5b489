import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { name, named, next, pageQuery, texts } from '../shapes.ts'
import { basis, deedOf, deedQuery, engineFor, revision } from './shape.ts'

export const whoCan = reads({
  id: 'whoCan',
  path: '/holders',
  summary: 'Who may do something: anybody, whoever has an account, which single roles suffice, and the people known',
  scope: 'read',
  refusals: ['not-found'],
  query: z.strictObject({ right: name, ...deedQuery, ...pageQuery }),
  answer: named(
    'Holders',
    z.object({
      target: z.string(),
      right: z.string(),
      visitors: z.boolean(),
      registered: z.boolean(),
      roles: texts.describe('each suffices alone; empty where an account is enough'),
      count: z.int(),
      people: texts,
      next,
      revision,
      basis,
    }),
  ),
  async run(reader, { query: { right, limit = 100, after, ...case_ } }) {
    const { engine, basis: from } = await engineFor(reader)
    const asked = deedOf(reader, case_)
    if (!asked.ok) return asked
    const { charter, state } = reader.scene
    const deed = { ...asked.value, right }
    const found = engine.whoCan(deed, { limit, after })
    const roles = found.registered
      ? []
      : [...charter.roles.keys()].filter((role) => engine.check({ ...deed, asker: { kind: 'roles', roles: [role] } }))
    const concerning = from === 'public' ? [] : found.people.flatMap((handle) => state.personByHandle(handle)?.subject ?? [])
    return ok({ body: { ...found, target: deed.target, right, roles, basis: from }, concerning })
  },
})
