/** The shapes that requests and answers of the programming interface have in common. What a shape does not name is not sent. */
import { z } from 'zod'

/** Schemas with a name of their own in the document. */
export const shapes = z.registry<{ id: string }>()

const taken = new Set<string>()

/** Gives a schema its name in the document; throws where another has it already, for the document would describe one by the other. */
export function named<T extends z.ZodType>(id: string, schema: T): T {
  if (taken.has(id)) throw new Error(`two schemas of the interface are called ${id}`)
  taken.add(id)
  shapes.add(schema, { id })
  return schema
}

/** A moment, ISO 8601 in UTC. */
export const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
/** The number of an entry. */
export const entry = z.int().min(0)
export const entryInPath = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
/** Words of a person; longer ones do not fit into an entry. */
export const words = z.string().trim().min(1).max(10_000)
export const name = z.string().trim().min(1).max(200)
export const texts = z.array(z.string())

export const decision = named(
  'Decision',
  z.object({
    outcome: z.enum(['allowed', 'pending', 'refused', 'unknown']),
    allowed: z.boolean(),
    because: z.array(z.object({ clause: z.string(), text: z.string() })),
    missing: z.array(z.object({ kind: z.string(), text: z.string(), unknown: z.boolean() })),
    whoCanHelp: z.array(z.object({ role: z.string(), holders: texts, clause: z.string(), how: z.string() })),
  }),
)

export const problem = named(
  'Problem',
  z.object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    near: z.string().optional(),
    request: z.string().optional(),
    because: decision.shape.because.optional(),
    missing: decision.shape.missing.optional(),
    whoCanHelp: decision.shape.whoCanHelp.optional(),
    stepUp: z
      .object({ challenge: z.string(), hash: z.string(), url: z.string(), until: moment })
      .optional()
      .describe('where the person proves with a second factor that they mean this; then the same request with the same key is sent again'),
  }),
)

export const grantAnswer = named(
  'GrantAnswer',
  z.object({
    decision,
    person: z.string(),
    role: z.string(),
    grant: entry.nullable(),
    proposal: entry.nullable(),
    from: moment.nullable(),
    until: moment.nullable(),
    remarks: texts,
  }),
)

/** Only a decision. */
export const decided = named('Decided', z.object({ decision }))

const title = z.object({ id: z.string(), title: z.string() })

export const publicGrant = named(
  'PublicGrant',
  z.object({
    entry,
    person: z.string().nullable().optional(),
    role: title.optional(),
    account: z.string().optional(),
    rights: texts.optional(),
    from: moment.optional(),
    until: moment.nullable().optional(),
    useCase: z.string().optional(),
    decidedBy: texts.optional(),
    clause: z.object({ text: z.string(), line: z.string().optional() }).optional(),
    found: z.boolean(),
    ended: moment.optional(),
  }),
)

export const publicRow = named(
  'LogRow',
  z.object({
    seq: entry,
    at: moment,
    type: z.string(),
    person: z.string().optional(),
    text: z.string(),
    fields: z.record(z.string(), z.string()),
  }),
)

export const roleTitle = title

/** The end that is asked for. */
export const endShape = {
  until: z.string().max(40).optional().describe('the last day (2027-06-30, UTC) or the moment of the end'),
  ongoing: z.boolean().optional().describe('without end, where the role allows it'),
}

/** A page of a list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).optional(),
  after: z.string().max(200).optional().describe('`next` of the page before'),
}
export const next = z.string().nullable().describe('`after` of the next page; null = this is the last one')
