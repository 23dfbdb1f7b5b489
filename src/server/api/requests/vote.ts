import { z } from 'zod'
import { ok } from '../../../kernel/result.ts'
import { voteOnRequest } from '../../../workflow/request/vote.ts'
import { writes } from '../route.ts'
import { name, named, words } from '../shapes.ts'
import { requestAnswer, requestFor, requestInPath } from './shape.ts'

export const vote = writes({
  id: 'decideRequest',
  path: '/requests/{request}/votes',
  summary: 'One person decides the open stage; the last approval grants it, after everything was looked at again',
  scope: 'grant',
  params: requestInPath,
  body: named(
    'RequestVote',
    z.strictObject({
      decision: z.enum(['approved', 'refused']),
      reason: words.optional(),
      states: z.array(name).max(50).optional(),
      override: z.boolean().optional(),
    }),
  ),
  answer: requestAnswer,
  async run(doer, { params, body }) {
    const request = await requestFor(doer, params.request)
    if (!request.ok) return request
    const { instance, caller, key } = doer
    const { decision, reason, states = [], override = false } = body
    return ok(await voteOnRequest(instance, { key, caller, request: request.value, decision, reason, states, override }))
  },
})
