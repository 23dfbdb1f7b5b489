import { ok } from '../../../kernel/result.ts'
import { setNoticePreferences } from '../../../workflow/set-notice-preferences.ts'
import { writes } from '../route.ts'
import { decided } from '../shapes.ts'
import { newPreferencesShape } from './preferences-shape.ts'

export const changeNoticePreferences = writes({
  id: 'setNoticePreferences',
  path: '/notices/preferences',
  summary: 'Chooses how one is told what need not be told at once; nobody chooses for somebody else',
  scope: 'request',
  body: newPreferencesShape,
  answer: decided,
  run: async ({ instance, caller, key }, { body: { preferences } }) =>
    ok({ decision: await setNoticePreferences(instance, { key, caller, paces: preferences }) }),
})
