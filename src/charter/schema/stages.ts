/** Blocks that several sections share: stages, requirements, idleness, seats. */
import { z } from 'zod'
import { conditions, duration, flag, ids, literal, many, oneOf, people, ref, some, text, whole } from './words.ts'

export const escalation = z.strictObject({ after: duration(), to: people() })

/** The one shape for k-of-n: in requests, powers, classes, activations and amendments. */
export const stage = z.strictObject({
  by: people(),
  text: text().optional(),
  count: whole(1).optional(),
  states: ids('statement').optional(),
  may_ask: ids('statement').optional(),
  counts_earlier: flag().optional(),
  refusals: whole(1).optional(),
  consult: flag().optional(),
  if_vacant: oneOf('wait', 'skip').optional(),
  fallback: z.strictObject({ by: people(), states: ids('statement').optional() }).optional(),
  escalate: escalation.optional(),
})

export const stages = z.array(stage)

const requirement = z.strictObject({
  condition: ref('condition'),
  then: oneOf('pause', 'end', 'report', 'remove_member').optional(),
  notice: duration().optional(),
})
export const requirements = z.union([ref('condition'), requirement, z.array(z.union([ref('condition'), requirement]))])

export const inactive = z.strictObject({
  after: duration(),
  by: ref('fact'),
  notice: duration().optional(),
  then: oneOf('end', 'report', 'pause').optional(),
  grace: duration().optional(),
})

export const seats = z.strictObject({ limit: whole(1), warn: some(whole(1, 100)).optional() })

export const stopped = () => literal('none')

export const amendments = z.strictObject({
  by: z.union([stopped(), ...people().options]),
  stages: stages.optional(),
  delay: duration().optional(),
  documents: oneOf('required').optional(),
  feedback: duration().optional(),
})

export const activation = z.strictObject({
  by: people().optional(),
  states: ids('statement').optional(),
  stages: stages.optional(),
  longest: duration().optional(),
  tells: many(people().options[0]).optional(),
  review: z.strictObject({ by: people(), within: duration() }).optional(),
  trigger: conditions().optional(),
  per_month: whole(1).optional(),
})
