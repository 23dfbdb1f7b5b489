import { z } from 'zod'
import { formatInstant } from '../../../kernel/instant.ts'
import { err, ok } from '../../../kernel/result.ts'
import { draftEnds, draftKnownFor } from '../../../workflow/mail-drafts/drafts.ts'
import { reads } from '../route.ts'
import { moment, name, named } from '../shapes.ts'

export const getDraft = reads({
  id: 'getDraft',
  path: '/drafts/{draft}',
  summary: 'What one asked for by mail: a draft that counts as nothing until one makes a request of it (`draft` of `POST /requests`)',
  scope: 'request',
  params: z.strictObject({ draft: name }),
  answer: named('MailDraft', z.object({ draft: z.string(), at: moment, until: moment, subject: z.string(), text: z.string() })),
  async run({ scene: { moment: ledger }, known, person, serving: { mailAddress } }, { params: { draft } }) {
    const found =
      person === undefined || mailAddress === undefined ? undefined : await draftKnownFor(ledger, known, draft, person, mailAddress)
    if (found === undefined) return err({ code: 'not-found', detail: `there is no draft \`${draft}\` of yours` })
    const { id, at, subject, text } = found
    return ok({ body: { draft: id, at: formatInstant(at), until: formatInstant(draftEnds(found)), subject, text } })
  },
})
