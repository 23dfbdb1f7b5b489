import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { findPerson } from '../../../workflow/people.ts'
import { reads } from '../route.ts'
import { name } from '../shapes.ts'
import { record, recordOf } from './record-shape.ts'

export const showRecord = reads({
  id: 'getPersonRecord',
  path: '/people/{person}/record',
  summary: 'Everything that is recorded of a person’s grants: one’s own, or with `read-private` another’s, which is put on record',
  scope: 'read',
  params: z.strictObject({ person: name }),
  answer: record,
  run({ known, person, readsPrivate }, { params: { person: handle } }) {
    const found = findPerson(known.state, handle)
    if (found.ok && (found.value === person || readsPrivate)) return ok({ body: recordOf(known, found.value), concerning: [found.value] })
    if (readsPrivate && !found.ok) return err({ code: 'not-found', detail: found.error })
    return err({ code: 'not-allowed', detail: 'only oneself, and holders of the right `read-private` on `writ`' })
  },
})
