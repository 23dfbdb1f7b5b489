import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { entry, moment, named } from '../shapes.ts'

const rows = z.array(z.looseObject({}))

export const getOwnData = reads({
  id: 'getOwnData',
  path: '/me/data',
  summary:
    'Everything that is kept of oneself: facts, accounts, grants, requests, statements, notices, tokens, sessions, who looked at it, and every entry about or by oneself',
  scope: 'read',
  sends: 'application/json',
  answer: named(
    'OwnData',
    z.looseObject({
      made: moment,
      ledger: z.object({ entries: z.int(), root: z.string() }),
      id: z.string(),
      handle: z.string(),
      accounts: rows,
      grants: rows,
      requests: rows,
      facts: rows,
      corrections: rows,
      readings: rows,
      statements: rows,
      exceptions: rows,
      notices: rows,
      tokens: rows,
      sessions: rows,
      passkeys: rows,
      entries: z.array(z.object({ entry, at: moment, type: z.string(), fields: z.record(z.string(), z.unknown()) })),
    }),
  ),
  run({ scene, known, person, serving, inboxes, readings, ownRecords }) {
    if (person === undefined) return err({ code: 'not-logged-in', detail: 'this takes a token' })
    const from = { serving, scene, known, person, inboxes, readings }
    return ok({ body: {}, file: (context) => ownRecords.send(context, from) })
  },
})
