import { z } from 'zod'
import { formatInstant } from '../../../kernel/instant.ts'
import { messageOf } from '../../../notify/texts.ts'
import type { Notice } from '../../../workflow/inbox/inbox.ts'
import { entry, moment, named, texts } from '../shapes.ts'

export const notice = named(
  'Notice',
  z.object({
    notice: entry,
    at: moment,
    template: z.string(),
    why: z.enum(['concerned', 'decides', 'asked', 'follows']),
    about: entry.describe('all notices about one matter have the same: the entry of the request, grant, case or proposal'),
    names: z.record(z.string(), z.string()),
    subject: z.string(),
    text: texts,
    read: z.boolean(),
  }),
)

export const counts = {
  unread: z.int().min(0),
  size: entry.describe('entries that were looked at: all below are marked with it as read'),
}

export function noticeJson({ entry: seq, at, telling, read }: Notice): z.infer<typeof notice> {
  const { template, why, thread, names } = telling
  return { notice: seq, at: formatInstant(at), template, why, about: thread, names: { ...names }, ...messageOf(telling), read }
}
