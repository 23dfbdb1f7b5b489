import type { Hono } from 'hono'
import { ownDates } from '../../decide/own-dates.ts'
import { calendarOf } from '../../notify/calendar.ts'
import { send } from '../answer.ts'
import { readNotices } from '../api/notices/read-all.ts'
import { readNotice } from '../api/notices/read-one.ts'
import { changeNoticePreferences } from '../api/notices/set-preferences.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberFile } from '../forms/member-page.ts'

const PAGE = '/notices'

/** Marking what one was told as read, choosing how one is told, and the dates that concern one for one’s calendar. */
export function toldRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  action(app, forms, {
    path: `${PAGE}/read`,
    route: readNotices,
    what: 'writ-member-told-read-all',
    body: (form) => ({ size: Number(form.text('size') ?? Number.NaN) }),
    back: () => PAGE,
  })
  action(app, forms, {
    path: `${PAGE}/:notice/read`,
    route: readNotice,
    what: 'writ-member-told-read',
    body: () => ({}),
    back: () => PAGE,
  })
  action(app, forms, {
    path: `${PAGE}/preferences`,
    route: changeNoticePreferences,
    what: 'writ-member-how-told',
    body: (form) => ({ preferences: { mail: form.text('mail') } }),
    fields: { preferences: 'mail' },
    back: () => PAGE,
  })
  memberFile(app, serving, '/me/dates.ics', ({ scene: { charter, state }, known, viewer }, context) => {
    context.header('Content-Disposition', 'attachment; filename="dates.ics"')
    const parts = { name: charter.title, host: new URL(serving.base()).hostname, now: state.at }
    return Promise.resolve(send(context, 'text/calendar; charset=utf-8', calendarOf(ownDates(known, viewer.subject), parts), 'private'))
  })
}
