import { z } from 'zod'
import { parseCharter } from '../../../charter/parse.ts'
import { err, ok } from '../../../kernel/result.ts'
import { charterDocument } from '../../../workflow/charter-document.ts'
import { proposeCharter } from '../../../workflow/propose-charter.ts'
import { writes } from '../route.ts'
import { named, words } from '../shapes.ts'
import { charterAnswer, charterFiles } from './proposal-shape.ts'

export const propose = writes({
  id: 'proposeCharter',
  path: '/charter/proposals',
  summary: 'Proposes another text of the charter; it is open for feedback at once unless it is a draft',
  scope: 'grant',
  body: named(
    'NewCharter',
    z.strictObject({
      files: charterFiles,
      reason: words,
      draft: z.boolean().optional(),
      check: z.boolean().optional().describe('says whether it could be proposed, and writes nothing'),
    }),
  ),
  answer: charterAnswer,
  async run({ instance, caller, key }, { body: { files, reason, draft = false, check = false } }) {
    const parsed = parseCharter(files)
    if (!parsed.ok)
      return err({
        code: 'bad-body',
        detail: parsed.error.map(({ file, line, column, message, remedy }) => `${file}:${line}:${column} ${message}; ${remedy}`).join('\n'),
      })
    return ok(await proposeCharter(instance, { key, caller, document: charterDocument(files), reason, draft, check }))
  },
})
