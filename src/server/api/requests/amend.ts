import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { amendRequest } from '../../../workflow/request/amend.ts'
import { askedEnd } from '../asked-end.ts'
import { writes } from '../route.ts'
import { endShape, name, named, words } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const amend = writes({
  id: 'amendRequest',
  path: '/requests/{request}/amendments',
  summary: 'Changes a request; what is absent stays. Approvals given are void, and those who gave them hear of it',
  scope: 'request',
  params: requestInPath,
  body: named(
    'Amendment',
    z.strictObject({
      useCase: words.optional(),
      account: name.optional(),
      answers: z.record(name, z.string().max(10_000)).optional(),
      ...endShape,
    }),
  ),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    const { useCase, account, answers = {}, until, ongoing } = body
    const end = until === undefined && ongoing === undefined ? ok(undefined) : askedEnd(body)
    if (!end.ok) return end
    return ok(await amendRequest(instance, { key, caller, request: request.value, useCase, account, answers, end: end.value }))
  },
})
