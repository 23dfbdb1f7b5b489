import { z } from 'zod'
import { entry, moment, named } from '../shapes.ts'

const outcome = z.object({
  confirmed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  tasks: z.int(),
  left: z.int(),
  stopped: z.object({ kind: z.string(), code: z.string(), message: z.string() }).nullable(),
})

export const runOutcome = named('RunOutcome', outcome)

/** What a plan would change, what it found, and what stops it. */
export const planShape = {
  target: z.string(),
  mode: z.enum(['observe', 'propose', 'enforce']),
  revision: z.string(),
  trusted: z.boolean(),
  lines: z.array(
    z.object({
      account: z.object({ id: z.string(), name: z.string() }),
      key: z.string(),
      change: z.string(),
      group: z.string(),
      until: moment.nullable(),
      cause: z.unknown(),
      because: z.unknown(),
      conditions: z.array(z.object({ clause: z.string(), condition: z.string(), text: z.string(), holds: z.boolean().nullable() })),
      text: z.string(),
    }),
  ),
  drift: z.array(
    z.object({
      key: z.string(),
      account: z.unknown(),
      group: z.string(),
      change: z.string(),
      policy: z.string(),
      by: z.string().nullable(),
      at: moment.nullable(),
    }),
  ),
  guards: z.array(z.object({ guard: z.string(), overridable: z.boolean(), found: z.number(), limit: z.number(), text: z.string() })),
  skipped: z.array(z.unknown()),
  issues: z.array(z.unknown()),
  counts: z.record(z.string(), z.unknown()),
  plans: z.array(z.object({ entry, hash: z.string(), urgency: z.string(), stopped: z.boolean() })),
}

export const planned = named('Plan', z.object(planShape))

/** Members who were taken out, who stay although not all is in order, and the stopped plan that somebody may let run once. */
const memberOutcome = z.object({ removed: z.int(), held: z.int(), problems: z.array(z.string()), plan: entry.nullable() })

export const ran = named(
  'Run',
  z.object({
    ...planShape,
    applied: z.array(z.object({ entry, outcome: runOutcome.nullable() })),
    members: named('MemberOutcome', memberOutcome),
    accounts: named('MadeAccounts', z.object({ made: z.int(), problems: z.array(z.string()), plan: entry.nullable() })),
    remark: z.string().optional(),
  }),
)

export const undone = named(
  'Undone',
  z.object({
    target: z.string(),
    entry: entry.nullable(),
    outcome: runOutcome.nullable(),
    remark: z.string(),
    skipped: z.array(z.object({ account: z.string(), group: z.string(), text: z.string() })),
  }),
)
