import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { markReadBelow } from '../../../workflow/inbox/marks.ts'
import { writes } from '../route.ts'
import { entry, named } from '../shapes.ts'

export const readNotices = writes({
  id: 'readNotices',
  path: '/notices/read',
  summary: 'Marks all notices of one’s own as read that a list held; what came after it stays unread',
  scope: 'request',
  body: named('NoticesSeen', z.strictObject({ size: entry.describe('`size` of the list') })),
  answer: named('NoticesRead', z.object({ size: entry })),
  async run({ instance: { store, journal }, person }, { body: { size } }) {
    if (size > journal.size) return err({ code: 'bad-request', detail: `\`size\` is that of a list: there are ${journal.size} entries` })
    await markReadBelow(store, person, size)
    return ok({ size })
  },
})
