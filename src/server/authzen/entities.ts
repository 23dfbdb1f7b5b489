/**
 * What a policy enforcement point sends: the request bodies of the OpenID AuthZEN Authorization API 1.0. Unknown keys are ignored, as its section
 * on forward compatibility demands; what is known must have the right type.
 */
import { z } from 'zod'

/** Looked up by name only, never walked: whatever depth a body has costs nothing here. */
const properties = z.record(z.string(), z.unknown())

const subject = z.object({ type: z.string(), id: z.string(), properties: properties.optional() })
const action = z.object({ name: z.string(), properties: properties.optional() })
const resource = z.object({ type: z.string(), id: z.string(), properties: properties.optional() })
const context = properties.optional()
const page = z
  .object({ token: z.string().optional(), limit: z.number().int().min(1).optional(), properties: properties.optional() })
  .optional()

export const evaluationSchema = z.object({ subject, action, resource, context })

/** A member of a batch, and what the whole batch has in common: anything may be left to the other. */
const partial = {
  subject: subject.partial().optional(),
  action: action.partial().optional(),
  resource: resource.partial().optional(),
  context,
}

export const memberSchema = z.object(partial)

export const evaluationsSchema = z.object({
  ...partial,
  evaluations: z.array(z.unknown()).optional(),
  options: z
    .object({ evaluations_semantic: z.enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit']).optional() })
    .optional(),
})

/** An id where none is looked for is ignored. */
export const subjectSearchSchema = z.object({
  subject: subject.omit({ id: true }),
  action,
  resource,
  context,
  page,
})
export const resourceSearchSchema = z.object({ subject, action, resource: resource.omit({ id: true }), context, page })
export const actionSearchSchema = z.object({ subject, resource, context, page })

export type Evaluation = z.infer<typeof evaluationSchema>
export type Member = z.infer<typeof memberSchema>
export type Batch = z.infer<typeof evaluationsSchema>
export type SubjectSearch = z.infer<typeof subjectSearchSchema>
export type ResourceSearch = z.infer<typeof resourceSearchSchema>
export type ActionSearch = z.infer<typeof actionSearchSchema>
export type PageAsked = z.infer<typeof page>
