/** The whole grammar as one schema: `safeParse` of it judges, the JSON Schema for editors is printed from it. */
import { z } from 'zod'
import { condition, date, fact, statement } from './conditions.ts'
import { defaults, role } from './roles.ts'
import { amendments, requirements, stages } from './stages.ts'
import { gate, group, right, target } from './targets.ts'
import {
  duration,
  flag,
  label,
  many,
  markable,
  nameRef,
  newId,
  newName,
  oneOf,
  people,
  publicField,
  questionId,
  ref,
  some,
  targetRight,
  text,
  url,
  whole,
  words,
} from './words.ts'

const account = z.strictObject({
  text: text(),
  recognised_by: ref('condition').optional(),
  requires: requirements.optional(),
  operated_by: oneOf('required').optional(),
})

const riskClass = z.strictObject({
  text: text(),
  level: whole(0),
  stages: stages.optional(),
  asks: z.record(questionId(), text()).optional(),
  asks_if_ongoing: z.record(questionId(), text()).optional(),
  step_up: flag().optional(),
  automatic: oneOf('never').optional(),
  except: z.strictObject({ environment: label(), rights: some(nameRef('right')) }).optional(),
  public: many(publicField()).optional(),
})

const promise = z.union([
  z.strictObject({ text: text(), only: z.strictObject({ right: targetRight(), groups: many(nameRef('group')) }) }),
  z.strictObject({ text: text(), removable: z.strictObject({ role: ref('role'), by: some(ref('role')) }) }),
  z.strictObject({ text: text(), survives: whole(1) }),
  z.strictObject({ text: text(), lower_only: ref('ladder') }),
  z.strictObject({ text: text(), always_held: z.strictObject({ right: targetRight(), people: whole(1) }) }),
])

const meant = z.strictObject({ finding: markable(), at: some(text()), why: text() })

const version = z.literal(1)
words.add(version, { what: '`1`, the version of the grammar', code: 'charter/not-allowed' })

/** Sections in the order in which the formatter writes them. */
export const charterSchema = z.strictObject({
  writ: version,
  title: text(),
  text: text().optional(),
  document: url().optional(),
  targets: z.record(newId(), target),
  facts: z.record(newId(), fact).optional(),
  statements: z.record(newId(), statement).optional(),
  conditions: z.record(newId(), condition).optional(),
  dates: z.record(newId(), date).optional(),
  accounts: z
    .strictObject({ staff: account.optional(), personal: account.optional(), bot: account.optional(), service: account.optional() })
    .optional(),
  classes: z.record(newId(), riskClass).optional(),
  rights: z.record(ref('target'), z.record(newName('right'), right)).optional(),
  groups: z.record(ref('target'), z.record(newName('group'), group)).optional(),
  gates: z.record(newId(), gate).optional(),
  defaults: defaults.optional(),
  roles: z.record(newId(), role),
  ladders: z.record(newId(), z.strictObject({ order: some(ref('role')), counts: oneOf('all', 'highest').optional() })).optional(),
  separation: z
    .array(
      z.strictObject({
        text: text(),
        roles: some(ref('role')),
        at_most: whole(1).optional(),
        then: oneOf('report', 'warn', 'enforce').optional(),
      }),
    )
    .optional(),
  suspension: z
    .strictObject({
      hears: duration().optional(),
      longest: duration().optional(),
      decided_by: people(),
      refer_to: people().optional(),
      anonymous_reports: flag().optional(),
    })
    .optional(),
  marks: z.record(newId(), z.strictObject({ text: text(), by: people(), reversed_by: people() })).optional(),
  approvers: z.strictObject({ promoted_within: duration() }).optional(),
  amendments,
  log: z.strictObject({ public: many(publicField()) }).optional(),
  promises: z.array(promise).optional(),
  meant: z.array(meant).optional(),
})

export type RawCharter = z.infer<typeof charterSchema>

/** The names of the sections in canonical order. */
export const sections: readonly string[] = Object.keys(charterSchema.shape)
