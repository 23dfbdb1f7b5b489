import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { named, texts } from '../shapes.ts'
import { askerIn, askerQuery, basis, deedOf, deedQuery, engineFor, revision } from './shape.ts'

export const whatCan = reads({
  id: 'whatCan',
  path: '/rights',
  summary: 'The rights on a target that somebody has in a case, gates and conditions looked at',
  scope: undefined,
  refusals: ['not-found'],
  query: z.strictObject({ ...askerQuery, ...deedQuery }),
  answer: named('RightsHad', z.object({ target: z.string(), rights: texts, revision, basis })),
  async run(reader, { query: { person, roles, ...case_ } }) {
    const { engine, basis: from } = await engineFor(reader)
    const deed = deedOf(reader, case_)
    if (!deed.ok) return deed
    const asker = askerIn(reader, engine, { person, roles })
    if (!asker.ok) return asker
    const rights = engine.whatCan({ ...deed.value, asker: asker.value })
    const about = person === undefined ? undefined : reader.scene.state.personByHandle(person)?.subject
    return ok({
      body: { target: deed.value.target, rights, revision: engine.revision, basis: from },
      ...(about === undefined || from === 'public' ? {} : { concerning: [about] }),
    })
  },
})
