import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import type { Notice } from '../../../workflow/inbox/inbox.ts'
import { pageAfter } from '../paging.ts'
import { reads } from '../route.ts'
import { named, next, pageQuery } from '../shapes.ts'
import { counts, notice, noticeJson } from './shape.ts'

const PLACE = /^(?:un)?read\.\d{1,15}$/

export const listNotices = reads({
  id: 'listNotices',
  path: '/notices',
  summary: 'What one was told in the last 90 days, unread first, each part newest first',
  scope: 'read',
  query: z.strictObject({
    read: z.enum(['true', 'false']).optional(),
    ...pageQuery,
    after: pageQuery.after.unwrap().regex(PLACE).optional(),
  }),
  answer: named('Notices', z.object({ notices: z.array(notice), ...counts, next })),
  async run({ scene: { moment }, known, person, inboxes }, { query: { read, ...window } }) {
    if (person === undefined) return err({ code: 'not-logged-in', detail: 'this takes a token' })
    const { notices, unread } = await inboxes.of(moment, known, person)
    const wanted = notices.filter((one) => read === undefined || one.read === (read === 'true'))
    const ordered = wanted.toSorted((one, other) => Number(one.read) - Number(other.read) || other.entry - one.entry)
    const found = pageAfter(ordered, placeOf, isBehind, window)
    return ok({ body: { notices: found.page.map(noticeJson), unread, size: moment.size, next: found.next } })
  },
})

/** Where a notice stands in the list; also where one stood that has been read since. */
function placeOf({ read, entry }: Notice): string {
  return `${read ? 'read' : 'unread'}.${entry}`
}

function isBehind(one: Notice, place: string): boolean {
  const [part, entry] = place.split('.')
  return one.read === (part === 'read') ? one.entry < Number(entry) : one.read
}
