/** The answers of the API that the source reads (`format=json`, `formatversion=2`). */
import { z } from 'zod'

const moment = z.iso.datetime()

export const aboutUsersAnswer = z.object({
  query: z.object({
    users: z.array(
      z.object({
        userid: z.int(),
        missing: z.boolean().optional(),
        editcount: z.int().min(0).optional(),
        /** null: the account is older than the wiki's record of registrations. */
        registration: moment.nullable().optional(),
        groups: z.array(z.string()).optional(),
        blockid: z.int().optional(),
        blockpartial: z.boolean().optional(),
      }),
    ),
  }),
})
export type AboutUser = z.output<typeof aboutUsersAnswer>['query']['users'][number]

export const lastEditAnswer = z.object({
  query: z.object({ usercontribs: z.array(z.object({ userid: z.int(), timestamp: moment })).max(1) }),
})
