import { z } from 'zod'
import { handleOf } from '../../../decide/question.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { err, ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { entry, moment, named, texts } from '../shapes.ts'

export const listReadings = reads({
  id: 'listReadings',
  path: '/me/readings',
  summary: 'Who looked at what is private of oneself in the last year, by what and why; at most 500, newest first',
  scope: 'read',
  answer: named(
    'Readings',
    z.object({
      readings: z.array(z.object({ entry, at: moment, by: z.string().nullable(), what: texts, reason: z.string().nullable() })),
    }),
  ),
  async run({ scene: { moment: ledger, now }, known, person, readings }) {
    if (person === undefined) return err({ code: 'not-logged-in', detail: 'this takes a token' })
    const found = await readings.of(ledger, person, now)
    return ok({
      body: {
        readings: found.map(({ entry: seq, at, by, what, reason }) => ({
          entry: seq,
          at: formatInstant(at),
          by: by === undefined ? null : handleOf(known.state, by),
          what,
          reason: reason ?? null,
        })),
      },
    })
  },
})
