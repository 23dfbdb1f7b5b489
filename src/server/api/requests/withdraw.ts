import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { withdrawRequest } from '../../../workflow/request/withdraw.ts'
import { writes } from '../route.ts'
import { named, words } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const withdraw = writes({
  id: 'withdrawRequest',
  path: '/requests/{request}/withdrawal',
  summary: 'Takes a request back',
  scope: 'request',
  params: requestInPath,
  body: named('Withdrawal', z.strictObject({ reason: words.optional() })),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    return ok(await withdrawRequest(instance, { key, caller, request: request.value, reason: body.reason }))
  },
})
