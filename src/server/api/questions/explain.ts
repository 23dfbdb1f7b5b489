import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { name, named, texts } from '../shapes.ts'
import { askerIn, askerQuery, basis, deedOf, deedQuery, engineFor, revision } from './shape.ts'

/** So many people who could help are named. */
const NAMED = 5
const ground = z.object({ code: z.string(), clause: z.string(), text: z.string() })

export const explain = reads({
  id: 'explain',
  path: '/explanations',
  summary: 'Whether somebody may do something, the clauses it rests on, what is missing and who could give it; what is not known is a no',
  scope: undefined,
  refusals: ['not-found'],
  query: z.strictObject({ right: name, ...askerQuery, ...deedQuery }),
  answer: named(
    'Explanation',
    z.object({
      allowed: z.boolean(),
      outcome: z.enum(['allowed', 'refused', 'unknown']),
      account: z.string().nullable(),
      because: z.array(ground),
      missing: z.object({
        login: z.boolean(),
        roles: z.array(texts),
        complete: z.boolean(),
        leave: texts,
        promoted: z.array(z.object({ group: z.string(), clause: z.string(), when: z.string() })),
        unknown: z.array(z.object({ clause: z.string(), what: z.string(), why: z.string() })),
      }),
      whoCanHelp: z.array(
        z.object({
          gives: z.string(),
          role: z.string().nullable(),
          kind: z.enum(['power', 'request', 'automatic']),
          holders: texts,
          count: z.int().nullable(),
          clause: z.string(),
          how: z.string(),
          contact: z.string().nullable(),
        }),
      ),
      sentence: z.string(),
      revision,
      basis,
    }),
  ),
  async run(reader, { query: { right, person, roles, ...case_ } }) {
    const { engine, basis: from } = await engineFor(reader)
    const deed = deedOf(reader, case_)
    if (!deed.ok) return deed
    const asker = askerIn(reader, engine, { person, roles })
    if (!asker.ok) return asker
    const told = engine.explain({ ...deed.value, right, asker: asker.value }, { holders: NAMED })
    const about = person === undefined ? undefined : reader.scene.state.personByHandle(person)?.subject
    return ok({
      body: { ...told, account: told.account ?? null, basis: from },
      ...(about === undefined || from === 'public' ? {} : { concerning: [about] }),
    })
  },
})
