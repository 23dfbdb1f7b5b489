import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { markRead } from '../../../workflow/inbox/marks.ts'
import { writes } from '../route.ts'
import { entry, entryInPath, named } from '../shapes.ts'

export const readNotice = writes({
  id: 'readNotice',
  path: '/notices/{notice}/read',
  summary: 'Marks a notice of one’s own as read; nobody else sees it and nothing of it is recorded',
  scope: 'request',
  params: z.strictObject({ notice: entryInPath }),
  answer: named('NoticeRead', z.object({ notice: entry })),
  async run({ instance: { store, journal }, person }, { params: { notice } }) {
    if (notice >= journal.size) return err({ code: 'not-found', detail: `there is no entry ${notice}` })
    await markRead(store, person, notice)
    return ok({ notice })
  },
})
