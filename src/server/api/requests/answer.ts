import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { answerQuestion } from '../../../workflow/request/talk.ts'
import { writes } from '../route.ts'
import { entry, named, words } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const answer = writes({
  id: 'answerQuestion',
  path: '/requests/{request}/answers',
  summary: 'Whoever asks answers a question; the last open one if none is named',
  scope: 'request',
  params: requestInPath,
  body: named('QuestionAnswer', z.strictObject({ text: words, question: entry.optional() })),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    return ok(await answerQuestion(instance, { key, caller, request: request.value, text: body.text, question: body.question }))
  },
})
