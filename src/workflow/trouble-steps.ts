import { z } from 'zod'
import type { Decision } from '../decide/decision.ts'
import type { Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { endSuspension, hearSuspended } from './trouble/end-suspension.ts'
import { suspendPerson } from './trouble/suspend.ts'

const expect = { expect: z.enum(['allowed', 'refused', 'unknown']).optional() }

/** Steps of a story about trouble and leaving. */
export const troubleSteps = [
  z.strictObject({
    as: z.string(),
    suspend: z.string(),
    cause: z.enum(['misuse', 'compromised', 'investigation']).default('investigation'),
    because: z.string(),
    ...expect,
  }),
  /** A suspended person gives their own side. */
  z.strictObject({ as: z.string(), says: z.string(), ...expect }),
  z.strictObject({ as: z.string(), reinstate: z.string(), use_case: z.string(), refer: z.boolean().optional(), ...expect }),
  /** A suspension becomes final. */
  z.strictObject({ as: z.string(), finish: z.string(), because: z.string(), refer: z.boolean().optional(), ...expect }),
] as const

export type TroubleStep = z.infer<(typeof troubleSteps)[number]>

/** Whether a step is about trouble and leaving. */
export function isTroubleStep(step: object): step is TroubleStep {
  return ['suspend', 'says', 'reinstate', 'finish'].some((word) => word in step)
}

/** Plays a step about trouble and leaving. */
export async function playTroubleStep(instance: Instance, step: TroubleStep, caller: Caller, key: string): Promise<Decision> {
  if ('suspend' in step)
    return (await suspendPerson(instance, { key, caller, handle: step.suspend, cause: step.cause, reason: step.because })).decision
  if ('says' in step) return hearSuspended(instance, { key, caller, handle: step.as, text: step.says })
  const shared = { key, caller, ...(step.refer === undefined ? {} : { refer: step.refer }) }
  if ('reinstate' in step)
    return (await endSuspension(instance, { ...shared, handle: step.reinstate, outcome: 'reinstated', reason: step.use_case })).decision
  return (await endSuspension(instance, { ...shared, handle: step.finish, outcome: 'removed', reason: step.because })).decision
}
