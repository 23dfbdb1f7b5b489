import { parse } from 'yaml'
import { z } from 'zod'
import { err, ok, type Result } from '../kernel/result.ts'
import { clockStep } from './clock-step.ts'
import { requestSteps } from './request-steps.ts'
import { progressStep, troubleSteps } from './trouble-steps.ts'

const outcome = z.enum(['allowed', 'pending', 'refused', 'unknown'])
const change = { person: z.string(), group: z.string() }

const step = z.union([
  z.strictObject({ chapter: z.string() }),
  z.strictObject({ adopt: z.string(), expect: z.strictObject({ found: z.number().int() }).optional() }),
  z.strictObject({ mode: z.enum(['observe', 'propose', 'enforce']), target: z.string(), expect: outcome.optional() }),
  z.strictObject({
    as: z.string(),
    grant: z.string(),
    to: z.string(),
    until: z.string().optional(),
    ongoing: z.boolean().optional(),
    because: z.string().optional(),
    expect: outcome.optional(),
  }),
  z.strictObject({ as: z.string(), remove: z.string(), from: z.string(), because: z.string().optional(), expect: outcome.optional() }),
  z.strictObject({ as: z.string(), resign: z.string(), expect: outcome.optional() }),
  z.strictObject({ as: z.string(), renew: z.string(), of: z.string(), until: z.string().optional(), expect: outcome.optional() }),
  z.strictObject({
    as: z.string(),
    approve: z.literal('last'),
    because: z.string().optional(),
    states: z.union([z.string(), z.array(z.string())]).optional(),
    expect: outcome.optional(),
  }),
  z.strictObject({ as: z.string(), refuse: z.literal('last'), because: z.string().optional(), expect: outcome.optional() }),
  ...requestSteps,
  ...troubleSteps,
  progressStep,
  clockStep,
  z.strictObject({
    fact: z.string(),
    of: z.string(),
    becomes: z.union([z.string(), z.boolean(), z.number(), z.array(z.string()), z.null()]),
  }),
  z.strictObject({
    plan: z.string(),
    expect: z
      .strictObject({ lines: z.number().int().optional(), drift: z.number().int().optional(), guards: z.array(z.string()).optional() })
      .optional(),
  }),
  z.strictObject({
    apply: z.string(),
    expect: z.strictObject({ confirmed: z.number().int().optional(), failed: z.number().int().optional() }).optional(),
  }),
  z.strictObject({ behind: z.string(), add: z.strictObject(change) }),
  z.strictObject({ behind: z.string(), remove: z.strictObject(change) }),
  z.strictObject({ wait: z.string() }),
  z.strictObject({
    check: z.strictObject({
      person: z.string().optional(),
      holds: z.array(z.string()).optional(),
      on: z.string().optional(),
      groups: z.array(z.string()).optional(),
      /** Who can decide the last request now; nobody once it is over. */
      asked: z.array(z.string()).optional(),
      /** What became of the last request. */
      request: z.enum(['open', 'granted', 'refused', 'withdrawn', 'lapsed']).optional(),
      /** Who may do something, and who may not; `visitor` is not logged in. */
      may: z
        .strictObject({
          target: z.string(),
          right: z.string(),
          page: z.string().optional(),
          resource: z.record(z.string(), z.json()).optional(),
          yes: z.array(z.string()).default([]),
          no: z.array(z.string()).default([]),
        })
        .optional(),
    }),
  }),
])

const storySchema = z.strictObject({
  title: z.string(),
  administrator: z.strictObject({ person: z.string(), role: z.string() }),
  /** The moment at which time begins, where time is passed as data. */
  begins: z.string().optional(),
  /** target -> account name -> groups it has before Writ comes. */
  before: z.record(z.string(), z.record(z.string(), z.array(z.string()))).default({}),
  steps: z.array(step).min(1),
})

/** A played-through piece of governance: demonstration and test at once. */
export type Story = z.infer<typeof storySchema>
export type StoryStep = z.infer<typeof step>

/** Reads a story; the error names the first step that is not one. */
export function parseStory(text: string, file: string): Result<Story, string> {
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    return err(`${file}: ${error instanceof Error ? error.message : 'not YAML'}`)
  }
  const result = storySchema.safeParse(value)
  if (result.success) return ok(result.data)
  const [issue] = result.error.issues
  return err(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a story'}`)
}
