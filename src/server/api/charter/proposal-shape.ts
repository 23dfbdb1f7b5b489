import { z } from 'zod'
import { decision, entry, moment, named, texts } from '../shapes.ts'

export const charterProposal = named(
  'CharterProposal',
  z.object({
    entry,
    charter: z.string(),
    by: z.string(),
    reason: z.string().nullable(),
    status: z.string(),
    at: moment,
    decidedFrom: moment.nullable(),
    inForceFrom: moment.nullable().describe('it is decided and comes into force then'),
    lacking: z.int(),
    votes: z.array(z.object({ by: z.string(), decision: z.string(), at: moment })),
    comments: z.array(z.object({ entry, by: z.string(), at: moment, form: z.string(), text: z.string().nullable(), to: entry.nullable() })),
  }),
)

export const charterAnswer = named('CharterAnswer', z.object({ decision, proposal: entry.nullable(), entry: entry.nullable() }))

export const charterFiles = z
  .array(z.strictObject({ name: z.string().min(1).max(100), text: z.string().max(500_000) }))
  .min(1)
  .max(50)

export const adoption = named(
  'Adoption',
  z.object({
    decision,
    revision: z.int().nullable().describe('null where it is not adopted, or comes into force later'),
    from: moment.nullable(),
    disallowed: z.array(
      z.object({ grant: entry, role: z.string(), person: z.string(), text: z.string(), then: z.string(), until: moment.nullable() }),
    ),
    findings: texts,
  }),
)
