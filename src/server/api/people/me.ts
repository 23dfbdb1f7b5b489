import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { reads } from '../route.ts'
import { moment, named, texts } from '../shapes.ts'
import { record, recordOf } from './record-shape.ts'

export const me = reads({
  id: 'getMe',
  path: '/me',
  summary: 'Whose token this is, what it is for, and everything that is recorded of one’s own grants',
  scope: 'read',
  answer: named('Me', z.object({ token: z.object({ id: z.string(), scopes: texts, until: moment }), record })),
  run({ known, person, token }) {
    if (person === undefined || token === undefined) return err({ code: 'not-logged-in', detail: 'this takes a token' })
    const { id, scopes, until } = token
    return ok({ body: { token: { id, scopes, until: formatInstant(until) }, record: recordOf(known, person) } })
  },
})
