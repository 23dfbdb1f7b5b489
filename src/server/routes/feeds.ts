import type { Context, Hono } from 'hono'
import { ownDates } from '../../decide/own-dates.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import { messageOf } from '../../notify/texts.ts'
import { calendarOf } from '../../notify/calendar.ts'
import { noticeFeed } from '../../web/notice-feed.ts'
import { worded } from '../../web/worded.ts'
import { checkFeed } from '../../workflow/check-token.ts'
import { knownOf } from '../forms/member-page.ts'
import type { Looking } from '../forms/member-page.ts'
import { send } from '../answer.ts'
import { createAttempts } from '../api/attempts.ts'
import type { Api } from '../api/exchange.ts'
import { clientAddress } from '../client-address.ts'
import { refuse } from '../errors.ts'
import { segmentOf } from '../query.ts'
import { withScene } from '../serving.ts'
import { pageOf } from '../views/told.ts'

/** So often one address is read; calendars ask once in some minutes. */
const READS = { most: 120, span: 3_600_000 }
const SHOWN = 50

type Feeding = Pick<Looking, 'scene' | 'known'> & { readonly person: SubjectId }

/**
 * What concerns one person, for their calendar and their feed reader, which cannot log in: the address itself is the secret. So it stands in no
 * message, no log and no answer of ours.
 */
export function feedRoutes(app: Hono, api: Api): void {
  const { serving, inboxes } = api
  const reads = createAttempts(READS)
  const tooMany = (context: Context, wait: number) => {
    context.header('Retry-After', String(wait))
    return refuse(context, 'too-many', worded('writ-login-feed-too-many'))
  }
  const feed = (file: string, type: string, make: (feeding: Feeding) => Promise<string>) =>
    app.get(`/feeds/:token/${file}`, async (context) => {
      const facts = await serving.facts()
      return withScene(serving, async (scene) => {
        const { now, state } = scene
        const check = checkFeed(state, serving.hashing, segmentOf(context, 2), now)
        if (check.kind === 'over') return refuse(context, 'gone', worded('writ-login-feed-over'))
        if (check.kind === 'unknown') {
          const wait = api.attempts.failed(clientAddress(context, serving.proxies), now)
          return wait > 0 ? tooMany(context, wait) : refuse(context, 'not-found', worded('writ-login-feed-unknown'))
        }
        const { id, owner } = check.token
        const wait = reads.failed(id, now)
        if (wait > 0) return tooMany(context, wait)
        serving.tokenUses?.note(id, now)
        const text = await make({ scene, known: knownOf(serving, scene, facts), person: owner })
        context.header('X-Robots-Tag', 'noindex')
        return send(context, `${type}; charset=utf-8`, text, 'private')
      })
    })

  feed('dates.ics', 'text/calendar', ({ scene: { charter, state }, known, person }) =>
    Promise.resolve(calendarOf(ownDates(known, person), { name: charter.title, host: new URL(serving.base()).hostname, now: state.at })),
  )
  feed('notices.atom', 'application/atom+xml', async ({ scene: { charter, moment, state }, known, person }) => {
    const { notices } = await inboxes.of(moment, known, person)
    const told = notices
      .toSorted((one, other) => other.entry - one.entry)
      .slice(0, SHOWN)
      .map(({ entry, at, telling }) => ({
        notice: entry,
        at: formatInstant(at),
        text: messageOf(telling).subject,
        href: pageOf(telling.template, telling.thread),
      }))
    const since = formatInstant(state.person(person)?.since ?? state.at)
    return (await noticeFeed({ title: charter.title, base: serving.base(), origin: moment.origin, since, notices: told })).toString()
  })
}
