import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { named } from '../shapes.ts'
import { counts } from './shape.ts'

export const countNotices = reads({
  id: 'countNotices',
  path: '/notices/unread',
  summary: 'How many notices one has not read',
  scope: 'read',
  answer: named('NoticeCount', z.object(counts)),
  async run({ scene: { moment }, known, person, inboxes }) {
    if (person === undefined) return err({ code: 'not-logged-in', detail: 'this takes a token' })
    const { unread } = await inboxes.of(moment, known, person)
    return ok({ body: { unread, size: moment.size } })
  },
})
