/** Roles, their powers and doors, and what may stand in `defaults`. */
import { z } from 'zod'
import { activation, escalation, inactive, requirements, seats, stages, stopped } from './stages.ts'
import {
  accountKind,
  conditions,
  duration,
  flag,
  ids,
  literal,
  many,
  nameRef,
  oneOf,
  people,
  questionId,
  ref,
  some,
  text,
  whole,
} from './words.ts'

const reached = () => z.union([literal('all'), ...some(ref('role')).options])

const powerKeys = {
  but: ids('role').optional(),
  scope: oneOf('others', 'self', 'any').optional(),
  when: conditions().optional(),
  stages: stages.optional(),
  causes: many(text()).optional(),
  notice: duration().optional(),
  direct: flag().optional(),
  limit: z.strictObject({ count: whole(1), per: duration() }).optional(),
}
const power = z.union([
  z.strictObject({ add: reached(), ...powerKeys }),
  z.strictObject({ remove: reached(), ...powerKeys }),
  z.strictObject({ change: reached(), ...powerKeys }),
  z.strictObject({ suspend: reached(), ...powerKeys }),
])

const request = z.strictObject({
  by: people().optional(),
  for: oneOf('self', 'others', 'any').optional(),
  asks: z.record(questionId(), text()).optional(),
  states: ids('statement').optional(),
  stages: stages.optional(),
  lapses: duration().optional(),
  appeals: whole(0).optional(),
  scopes: many(text()).optional(),
})

const term = z.strictObject({
  lasts: duration().optional(),
  longest: duration().optional(),
  ongoing: flag().optional(),
  ends: ref('date').optional(),
})

const unanswered = oneOf('report', 'end', 'keep').optional()
const review = [
  z.strictObject({ every: duration(), by: people(), unanswered }),
  z.strictObject({ before: ref('date'), opens: duration(), closes: duration().optional(), by: people(), unanswered }),
] as const

const followUp = z.strictObject({
  after: duration(),
  by: people(),
  text: text().optional(),
  done_when: ref('condition').optional(),
  terms: ref('statement').optional(),
  escalate: escalation.optional(),
})
const objection = z.strictObject({ by: people(), within: duration() })

/** What a role says of itself or takes from `defaults`. In a role `none` cancels what `defaults` would supply. */
const shared = {
  account: z.union([oneOf('any', 'none'), accountKind(), z.array(accountKind()).min(1)]).optional(),
  requires: z.union([stopped(), ...requirements.options]).optional(),
  automatic: oneOf('never', 'on-request', 'always', 'none').optional(),
  request: z.union([stopped(), request]).optional(),
  delay: z.union([stopped(), duration()]).optional(),
  term: z.union([stopped(), term]).optional(),
  inactive: z.union([stopped(), inactive]).optional(),
  review: z.union([stopped(), ...review]).optional(),
  follow_up: z.union([stopped(), followUp]).optional(),
  objection: z.union([stopped(), objection]).optional(),
  needs_role: z.union([stopped(), ...some(ref('role')).options]).optional(),
  reports_to: z.union([stopped(), ref('role')]).optional(),
  contact: text().optional(),
}

export const defaults = z.strictObject(shared)

export const role = z.strictObject({
  title: text(),
  purpose: text(),
  document: text().optional(),
  also_called: many(text()).optional(),
  gives: z.record(ref('target'), some(nameRef('group'))).optional(),
  may: z.array(power).optional(),
  seats: seats.optional(),
  activation: activation.optional(),
  defaults: stopped().optional(),
  deputies_of: ref('role').optional(),
  ...shared,
})
