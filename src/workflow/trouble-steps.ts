import { z } from 'zod'
import type { Decision } from '../decide/decision.ts'
import type { Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { parseDuration } from '../kernel/duration.ts'
import { departureProgress } from '../decide/trouble/departure.ts'
import { activateRole, deactivateRole, reviewActivation } from './trouble/activate.ts'
import { handleCase, readCase, reportConcern } from './trouble/case.ts'
import { confirmLock } from './trouble/confirm-lock.ts'
import { comeBack, depart } from './trouble/depart.ts'
import { markChange } from './trouble/mark.ts'
import { endSuspension, hearSuspended } from './trouble/end-suspension.ts'
import { suspendPerson } from './trouble/suspend.ts'

const expect = { expect: z.enum(['allowed', 'pending', 'refused', 'unknown']).optional() }

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
  /** `case` is the case that was reported last. */
  z.strictObject({ as: z.string(), report: z.string(), about: z.string().optional(), to: z.string().optional(), ...expect }),
  z.strictObject({
    as: z.string(),
    case: z.enum(['read', 'note', 'refer', 'close']),
    text: z.string().optional(),
    to: z.string().optional(),
    ...expect,
  }),
  z.strictObject({
    as: z.string(),
    activate: z.string(),
    of: z.string().optional(),
    for: z.string().optional(),
    because: z.string(),
    states: z.array(z.string()).optional(),
    ...expect,
  }),
  z.strictObject({ as: z.string(), stop: z.string(), of: z.string(), because: z.string(), ...expect }),
  z.strictObject({ as: z.string(), reviewed: z.string(), of: z.string(), ...expect }),
  /** Marks the last change that gave the role to somebody or took it. */
  z.strictObject({ as: z.string(), mark: z.string(), role: z.string(), of: z.string(), ...expect }),
  z.strictObject({ as: z.string(), depart: z.string(), because: z.string().optional(), ...expect }),
  z.strictObject({ as: z.string(), return: z.string(), ...expect }),
  /** Somebody confirms that the account of a person who left is locked. */
  z.strictObject({ as: z.string(), locked: z.string(), of: z.string(), ...expect }),
] as const

/** How far a departure is: the targets that have not done all of it, nobody's hands included. */
export const progressStep = z.strictObject({ departure: z.string(), waits_for: z.array(z.string()) })

export type TroubleStep = z.infer<(typeof troubleSteps)[number]>

/** Whether a step is about trouble and leaving. */
export function isTroubleStep(step: object): step is TroubleStep {
  return [
    'suspend',
    'says',
    'reinstate',
    'finish',
    'depart',
    'return',
    'locked',
    'report',
    'case',
    'activate',
    'stop',
    'reviewed',
    'mark',
  ].some((word) => word in step)
}

/** Plays a step about trouble and leaving. */
export async function playTroubleStep(instance: Instance, step: TroubleStep, caller: Caller, key: string): Promise<Decision> {
  if ('suspend' in step)
    return (await suspendPerson(instance, { key, caller, handle: step.suspend, cause: step.cause, reason: step.because })).decision
  if ('says' in step) return hearSuspended(instance, { key, caller, handle: step.as, text: step.says })
  if ('report' in step) return (await reportConcern(instance, { key, caller, about: step.about, text: step.report, to: step.to })).decision
  if ('case' in step) {
    const last = [...instance.journal.state.cases()].at(-1)?.id ?? 0
    if (step.case === 'read') return (await readCase(instance, { key, caller, case: last })).decision
    return handleCase(instance, { key, caller, case: last, verb: step.case, text: step.text, to: step.to })
  }
  if ('activate' in step) {
    const length = step.for === undefined ? undefined : parseDuration(step.for)
    if (length?.ok === false) throw new Error(length.error)
    return (
      await activateRole(instance, {
        key,
        caller,
        role: step.activate,
        handle: step.of ?? step.as,
        length: length?.value,
        reason: step.because,
        states: step.states ?? [],
      })
    ).decision
  }
  if ('stop' in step) return deactivateRole(instance, { key, caller, role: step.stop, handle: step.of, reason: step.because })
  if ('reviewed' in step) return reviewActivation(instance, { key, caller, role: step.reviewed, handle: step.of, reason: '' })
  if ('mark' in step) {
    const { state } = instance.journal
    const grants = state.grantsOf(state.personByHandle(step.of)?.subject ?? '')
    const last = grants.findLast(({ role }) => role === step.role)
    return markChange(instance, { key, caller, entry: last?.ended?.seq ?? last?.id ?? 0, mark: step.mark, reason: undefined })
  }
  if ('depart' in step) return (await depart(instance, { key, caller, handle: step.depart, reason: step.because })).decision
  if ('return' in step) return comeBack(instance, { key, caller, handle: step.return, reason: undefined })
  if ('locked' in step) return confirmLock(instance, { key, caller, handle: step.of, account: step.locked })
  const shared = { key, caller, ...(step.refer === undefined ? {} : { refer: step.refer }) }
  if ('reinstate' in step)
    return (await endSuspension(instance, { ...shared, handle: step.reinstate, outcome: 'reinstated', reason: step.use_case })).decision
  return (await endSuspension(instance, { ...shared, handle: step.finish, outcome: 'removed', reason: step.because })).decision
}

/** What differs between the targets that a departure waits for and those expected. */
export function progressSurprises(instance: Instance, step: z.infer<typeof progressStep>): readonly string[] {
  const { state } = instance.journal
  const subject = state.personByHandle(step.departure)?.subject ?? ''
  const open = departureProgress({ state, now: instance.outside.clock.now() }, subject).filter(({ done }) => !done)
  const waits = [...new Set(open.map(({ target }) => target))].toSorted().join(', ')
  const expected = step.waits_for.toSorted().join(', ')
  return waits === expected ? [] : [`the departure waits for \`${waits}\`, not for \`${expected}\``]
}
