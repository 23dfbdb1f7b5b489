import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { appealRequest } from '../../../workflow/request/talk.ts'
import { writes } from '../route.ts'
import { named, words } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const appeal = writes({
  id: 'appealRequest',
  path: '/requests/{request}/appeals',
  summary: 'Whoever asked appeals a refusal',
  scope: 'request',
  params: requestInPath,
  body: named('Appeal', z.strictObject({ text: words })),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    return ok(await appealRequest(instance, { key, caller, request: request.value, text: body.text }))
  },
})
