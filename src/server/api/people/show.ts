import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { personView } from '../../views/people.ts'
import { reads } from '../route.ts'
import { moment, name, named, publicGrant } from '../shapes.ts'

export const showPerson = reads({
  id: 'getPerson',
  path: '/people/{person}',
  summary: 'A person as the public may see them',
  scope: undefined,
  params: z.strictObject({ person: name }),
  answer: named(
    'Person',
    z.object({
      handle: z.string(),
      since: moment,
      departed: z.boolean(),
      accounts: z.array(z.object({ target: z.string().optional(), name: z.string() })),
      grants: z.array(publicGrant),
      past: z.array(publicGrant),
    }),
  ),
  async run({ scene }, { params: { person } }) {
    const subject = scene.personOf(person)
    const view = subject === undefined ? undefined : await personView(scene, subject)
    return view === undefined ? err({ code: 'not-found', detail: 'the public knows nobody of this name' }) : ok({ body: view })
  },
})
