import { z } from 'zod'
import { handleOf, type Known } from '../../../decide/question.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import type { Correction } from '../../../ledger/state.ts'
import { decision, entry, moment, named } from '../shapes.ts'

export const correction = named(
  'Correction',
  z.object({
    correction: entry,
    at: moment,
    person: z.string(),
    fact: z.string(),
    text: z.string().nullable(),
    answer: z
      .object({ by: z.string(), at: moment, outcome: z.enum(['mended', 'stands']), text: z.string().nullable() })
      .nullable()
      .describe('null = it waits for one'),
  }),
)

export const correctionAnswer = named('CorrectionAnswer', z.object({ decision, correction: entry.nullable() }))

export function correctionJson({ state }: Known, { id, at, subject, fact, text, answer }: Correction): z.infer<typeof correction> {
  return {
    correction: id,
    at: formatInstant(at),
    person: handleOf(state, subject),
    fact,
    text: text ?? null,
    answer:
      answer === undefined
        ? null
        : { by: handleOf(state, answer.by), at: formatInstant(answer.at), outcome: answer.outcome, text: answer.text ?? null },
  }
}
