import { alwaysAtOnce } from '../../../decide/tells/urgency.ts'
import { err, ok } from '../../../kernel/result.ts'
import { noticePreferences } from '../../../workflow/outbox/preferences.ts'
import { reads } from '../route.ts'
import { noticePreferencesShape } from './preferences-shape.ts'

export const getNoticePreferences = reads({
  id: 'getNoticePreferences',
  path: '/notices/preferences',
  summary:
    'How one is told, by channel, what need not be told at once: `at-once`, `daily`, `weekly` or `off`; and what always comes at once',
  scope: 'read',
  answer: noticePreferencesShape,
  async run({ person, scene }) {
    if (person === undefined) return err({ code: 'not-logged-in', detail: 'this takes a token' })
    return ok({ body: { preferences: await noticePreferences(scene.moment, person), always: alwaysAtOnce } })
  },
})
