import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { stateInRequest } from '../../../workflow/request/talk.ts'
import { writes } from '../route.ts'
import { name, named } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const state = writes({
  id: 'stateInRequest',
  path: '/requests/{request}/statements',
  summary: 'The person concerned states what the role asks of its holder',
  scope: 'request',
  params: requestInPath,
  body: named('RequestStatement', z.strictObject({ statement: name })),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    return ok(await stateInRequest(instance, { key, caller, request: request.value, statement: body.statement }))
  },
})
