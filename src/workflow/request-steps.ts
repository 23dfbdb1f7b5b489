import { z } from 'zod'
import type { Decision } from '../decide/decision.ts'
import type { AskedEnd } from '../decide/term.ts'
import type { Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { fileRequest } from './request/file.ts'
import { withdrawRequest } from './request/withdraw.ts'
import { amendRequest } from './request/amend.ts'
import { answerQuestion, appealRequest, askBack, commentOnRequest, stateInRequest } from './request/talk.ts'
import { objectToGrant } from './object-to-grant.ts'
import type { RequestCommand } from './request/act.ts'
import type { RequestAnswer } from './request/answer.ts'

const expect = { expect: z.enum(['allowed', 'pending', 'refused', 'unknown']).optional() }
const last = z.literal('last')
const some = z.union([z.string(), z.array(z.string())])

/** Steps of a story about requests: `last` is the request that was filed last. */
export const requestSteps = [
  z.strictObject({
    as: z.string(),
    ask: z.string(),
    for: some.optional(),
    because: z.string().optional(),
    account: z.string().optional(),
    until: z.string().optional(),
    ongoing: z.boolean().optional(),
    scope: z.string().optional(),
    answers: z.record(z.string(), z.string()).optional(),
    states: some.optional(),
    ...expect,
  }),
  z.strictObject({ as: z.string(), withdraw: last, because: z.string().optional(), ...expect }),
  z.strictObject({
    as: z.string(),
    amend: last,
    because: z.string().optional(),
    until: z.string().optional(),
    ongoing: z.boolean().optional(),
    answers: z.record(z.string(), z.string()).optional(),
    ...expect,
  }),
  z.strictObject({ as: z.string(), comment: z.string(), ...expect }),
  z.strictObject({ as: z.string(), question: z.string(), statement: z.string().optional(), ...expect }),
  z.strictObject({ as: z.string(), answer: z.string(), ...expect }),
  z.strictObject({ as: z.string(), state: z.string(), ...expect }),
  z.strictObject({ as: z.string(), appeal: last, because: z.string(), ...expect }),
  z.strictObject({ as: z.string(), object: last, because: z.string(), ...expect }),
] as const

export type RequestStep = z.infer<(typeof requestSteps)[number]>

/** What a step about a request came to, and the request it was about. */
export interface RequestStepOutcome {
  readonly decision: Decision
  readonly request: number | undefined
}

/** One name or several. */
export const listOf = (one: string | readonly string[] | undefined): readonly string[] =>
  one === undefined ? [] : typeof one === 'string' ? [one] : one

/** Plays a step about a request. */
export async function playRequestStep(
  instance: Instance,
  step: RequestStep,
  caller: Caller,
  key: string,
  request: number | undefined,
  end: (until: string | undefined, ongoing: boolean | undefined) => AskedEnd,
): Promise<RequestStepOutcome | string> {
  if ('ask' in step) {
    const answers = await fileRequest(instance, {
      key,
      caller,
      role: step.ask,
      handles: step.for === undefined ? [step.as] : listOf(step.for),
      account: step.account,
      targets: undefined,
      scope: step.scope,
      end: end(step.until, step.ongoing),
      useCase: step.because,
      answers: step.answers ?? {},
      states: listOf(step.states),
    })
    const [first] = answers
    if (first === undefined) return 'nobody was asked for'
    return { decision: first.decision, request: answers.findLast((one) => one.request !== undefined)?.request }
  }
  if (request === undefined) return 'nothing was asked for before'
  const shared = { key, caller, request }
  return { decision: await talkOf(instance, step, shared, end), request }
}

type Talk = Exclude<RequestStep, { readonly ask: string }>

async function talkOf(
  instance: Instance,
  step: Talk,
  shared: RequestCommand,
  end: (until: string | undefined, ongoing: boolean | undefined) => AskedEnd,
): Promise<Decision> {
  if ('object' in step) {
    const grant = instance.journal.state.request(shared.request)?.closed?.grant ?? -1
    return objectToGrant(instance, { key: shared.key, caller: shared.caller, grant, reason: step.because })
  }
  return (await answerOf(instance, step, shared, end)).decision
}

function answerOf(
  instance: Instance,
  step: Exclude<Talk, { readonly object: 'last' }>,
  shared: RequestCommand,
  end: (until: string | undefined, ongoing: boolean | undefined) => AskedEnd,
): Promise<RequestAnswer> {
  if ('withdraw' in step) return withdrawRequest(instance, { ...shared, reason: step.because })
  if ('comment' in step) return commentOnRequest(instance, { ...shared, text: step.comment })
  if ('question' in step) return askBack(instance, { ...shared, text: step.question, statement: step.statement })
  if ('answer' in step) return answerQuestion(instance, { ...shared, text: step.answer, question: undefined })
  if ('state' in step) return stateInRequest(instance, { ...shared, statement: step.state })
  if ('appeal' in step) return appealRequest(instance, { ...shared, text: step.because })
  return amendRequest(instance, {
    ...shared,
    useCase: step.because,
    account: undefined,
    end: step.until === undefined && step.ongoing === undefined ? undefined : end(step.until, step.ongoing),
    answers: step.answers ?? {},
  })
}
