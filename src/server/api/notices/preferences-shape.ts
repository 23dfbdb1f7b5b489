import { z } from 'zod'
import { PACES } from '../../../workflow/outbox/pace.ts'
import { PERSONAL_CHANNELS } from '../../../workflow/outbox/preferences.ts'
import { named } from '../shapes.ts'

const pace = z.enum(PACES)

/** What a person chose for a channel, and what comes at once whatever they chose. */
export const noticePreferencesShape = named(
  'NoticePreferences',
  z.object({
    preferences: z.record(z.enum(PERSONAL_CHANNELS), pace),
    always: z
      .array(z.object({ template: z.string(), because: z.enum(['heard', 'access', 'term', 'security', 'emergency']) }))
      .describe('what is told at once whatever one chose, and why; docs/spec/notices.md explains the words'),
  }),
)

export const newPreferencesShape = named(
  'NewNoticePreferences',
  z.strictObject({
    preferences: z.partialRecord(z.enum(PERSONAL_CHANNELS), pace).describe('by channel; one that is left out stays as it is'),
  }),
)
