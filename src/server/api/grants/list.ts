import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { grantViews } from '../../views/grants.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { name, named, next, pageQuery, publicGrant } from '../shapes.ts'

export const listGrants = reads({
  id: 'listGrants',
  path: '/grants',
  summary: 'Grants as the public may see them, oldest first; of each only the fields that the charter in force then made public',
  scope: undefined,
  query: z.strictObject({
    person: name.optional(),
    role: name.optional(),
    ended: z.enum(['true', 'false']).optional().describe('`true`: those that have ended too'),
    ...pageQuery,
  }),
  answer: named('Grants', z.object({ grants: z.array(publicGrant), next })),
  async run({ scene }, { query: { person, role, ended, ...window } }) {
    const { state } = scene
    const running = ended === 'true' ? allGrants(scene) : state.runningGrants()
    const sorted = [...running].toSorted((left, right) => left.id - right.id)
    const subject = person === undefined ? undefined : scene.personOf(person)
    if (person !== undefined && subject === undefined) return ok({ body: { grants: [], next: null } })
    // What is filtered by must be public of a grant: else a filter would tell it.
    const fits = sorted.filter((grant) => {
      const fields = scene.fieldsOf(grant)
      if (subject !== undefined && !(grant.subject === subject && fields.includes('account'))) return false
      return role === undefined || (grant.role === role && fields.includes('role'))
    })
    const { page, next: following } = pageOf(fits, ({ id }) => String(id), window)
    return ok({ body: { grants: await grantViews(scene, page), next: following } })
  },
})

function allGrants({ state }: Parameters<typeof grantViews>[0]) {
  return [...state.people()].flatMap(({ subject }) => state.grantsOf(subject))
}
