import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { askBack } from '../../../workflow/request/talk.ts'
import { writes } from '../route.ts'
import { name, named, words } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const ask = writes({
  id: 'askBack',
  path: '/requests/{request}/questions',
  summary: 'Whoever decides asks back, or asks for a statement',
  scope: 'request',
  params: requestInPath,
  body: named('Question', z.strictObject({ text: words, statement: name.optional() })),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    return ok(await askBack(instance, { key, caller, request: request.value, text: body.text, statement: body.statement }))
  },
})
