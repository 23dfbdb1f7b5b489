import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { reportConcern } from '../../../workflow/trouble/case.ts'
import { writes } from '../route.ts'
import { decision, entry, name, named, words } from '../shapes.ts'

export const report = writes({
  id: 'reportConcern',
  path: '/cases',
  summary: 'Reports a concern: a sealed case that only the role reads which looks into it; `anonymous` keeps nothing of who reports',
  scope: 'request',
  body: named('NewCase', z.strictObject({ text: words, person: name.optional(), to: name.optional(), anonymous: z.boolean().optional() })),
  answer: named('CaseReported', z.object({ decision, case: entry.nullable() })),
  run: async ({ instance, caller, key }, { body: { text, person, to, anonymous = false } }) =>
    ok(await reportConcern(instance, { key, caller: anonymous ? undefined : caller, about: person, text, to })),
})
