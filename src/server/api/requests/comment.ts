import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { commentOnRequest } from '../../../workflow/request/talk.ts'
import { writes } from '../route.ts'
import { named, words } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const comment = writes({
  id: 'commentOnRequest',
  path: '/requests/{request}/comments',
  summary: 'Says something to all who take part',
  scope: 'request',
  params: requestInPath,
  body: named('RequestComment', z.strictObject({ text: words })),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    return ok(await commentOnRequest(instance, { key, caller, request: request.value, text: body.text }))
  },
})
