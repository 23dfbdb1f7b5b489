import { z } from 'zod'
import { handleOf } from '../../../decide/question.ts'
import { ok } from '../../../kernel/result.ts'
import { draftFor, dropDraft } from '../../../workflow/mail-drafts/drafts.ts'
import { fileRequest } from '../../../workflow/request/file.ts'
import { askedEnd } from '../asked-end.ts'
import { writes } from '../route.ts'
import { endShape, name, named, words } from '../shapes.ts'
import { filedFor } from './shape.ts'

export const file = writes({
  id: 'fileRequest',
  path: '/requests',
  summary:
    'Asks for a role, for oneself or for others, each checked by itself; with `check` nothing is sent and it is only said what is missing',
  scope: 'request',
  body: named(
    'NewRequest',
    z.strictObject({
      role: name,
      persons: z.array(name).min(1).max(200).optional().describe('for whom; oneself if absent'),
      useCase: words.optional(),
      account: name.optional(),
      targets: z.array(name).min(1).max(50).optional(),
      scope: name.optional().describe('the part of the role, where it has parts'),
      answers: z.record(name, z.string().max(10_000)).optional(),
      states: z.array(name).max(50).optional(),
      check: z.boolean().optional(),
      draft: name.optional().describe('a mail of one’s own that this is made of: it is over once the request is sent'),
      ...endShape,
    }),
  ),
  answer: named('Filed', z.object({ sent: z.boolean(), requests: z.array(filedFor) })),
  async run({ instance, caller, key, person, serving: { mailAddress } }, { body }) {
    const end = askedEnd(body)
    if (!end.ok) return end
    const { role, account, targets, scope, useCase, answers = {}, states = [], check = false } = body
    const filed = await fileRequest(instance, {
      key,
      caller,
      role,
      handles: body.persons ?? [handleOf(instance.journal.state, person)],
      account,
      targets,
      scope,
      end: end.value,
      useCase,
      answers: answers,
      states,
      dryRun: check,
    })
    const requests = filed.map((one) => ({ ...one, request: check ? null : (one.request ?? null), grant: one.grant ?? null }))
    const [only, ...others] = filed
    const isOwn = async (draft: string) => mailAddress !== undefined && (await draftFor(instance, draft, person, mailAddress)) !== undefined
    if (
      body.draft !== undefined &&
      !check &&
      requests.some(({ request, grant }) => request !== null || grant !== null) &&
      (await isOwn(body.draft))
    )
      await dropDraft(instance, body.draft)
    // One person's refusal is the answer; of several each has an own one.
    const alone = others.length === 0 && !check && only?.decision.allowed === false ? { decision: only.decision } : {}
    return ok({ sent: !check, requests, ...alone })
  },
})
