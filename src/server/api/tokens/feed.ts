import { z } from 'zod'
import { addDuration } from '../../../kernel/duration.ts'
import { handleOf } from '../../../decide/question.ts'
import { ok } from '../../../kernel/result.ts'
import { FEED } from '../../../workflow/check-token.ts'
import { makeToken } from '../../../workflow/make-token.ts'
import { writes } from '../route.ts'
import { decision, named } from '../shapes.ts'

export const makeFeed = writes({
  id: 'makeFeed',
  path: '/me/feeds',
  summary:
    'Makes secret addresses at which a calendar and a feed reader find one’s own dates and notices, for a year and no longer than the token in use; shown this once, ended like a token',
  scope: 'grant',
  answer: named(
    'FeedMade',
    z.object({
      decision,
      id: z.string().nullable(),
      calendar: z.string().nullable().describe('iCalendar; null where the key was used before: it is kept nowhere'),
      notices: z.string().nullable().describe('Atom'),
    }),
  ),
  async run({ instance, caller, key, person, token: { until }, serving }) {
    const year = addDuration(instance.outside.clock.now(), { count: 1, unit: 'year' })
    const handle = handleOf(instance.journal.state, person)
    const made = await makeToken(instance, { key, caller, handle, until: until < year ? until : year, scopes: [FEED] })
    const place = made.token === undefined ? undefined : `${serving.base()}/feeds/${made.token}`
    return ok({
      decision: made.decision,
      id: made.id,
      calendar: place === undefined ? null : `${place}/dates.ics`,
      notices: place === undefined ? null : `${place}/notices.atom`,
    })
  },
})
