/** The answers of the API that the connector reads (`format=json`, `formatversion=2`, `errorformat=plaintext`). */
import { z } from 'zod'

const message = z.object({ code: z.string(), text: z.string().default(''), module: z.string().optional() })

export const envelope = z.object({
  errors: z.array(message).optional(),
  warnings: z.array(message).optional(),
  batchcomplete: z.boolean().optional(),
  continue: z.record(z.string(), z.string()).optional(),
  curtimestamp: z.string().optional(),
})
export type Envelope = z.output<typeof envelope>

export const loginTokenAnswer = z.object({ query: z.object({ tokens: z.object({ logintoken: z.string() }) }) })

export const loginAnswer = z.object({
  login: z.object({ result: z.string(), lgusername: z.string().optional(), reason: message.or(z.string()).optional() }),
})

const names = z.array(z.string())

/** PHP writes a list with gaps as an object, even in formatversion 2. */
const phpList = z.union([z.array(z.string()), z.record(z.string(), z.string()).transform((map) => Object.values(map))])

export const sessionAnswer = z.object({
  curtimestamp: z.string(),
  query: z.object({
    tokens: z.object({ userrightstoken: z.string() }),
    /** What each group may do, with the groups its members may change. */
    usergroups: z
      .array(z.object({ name: z.string(), rights: names.optional(), add: phpList.optional(), remove: phpList.optional() }))
      .optional(),
    userinfo: z.object({
      id: z.int(),
      name: z.string(),
      anon: z.boolean().optional(),
      blockid: z.int().optional(),
      blockpartial: z.boolean().optional(),
      rights: names,
      groups: names.optional(),
      changeablegroups: z.object({ add: names, remove: names, 'add-self': names.optional(), 'remove-self': names.optional() }),
    }),
  }),
})

export const assignableAnswer = z.object({
  paraminfo: z.object({
    modules: z.array(z.object({ parameters: z.array(z.object({ name: z.string(), type: z.unknown() })) })),
  }),
})

const userId = z.int().positive()
const userName = z.string().min(1).max(255)

const logPlaces = z.array(z.object({ logid: z.int(), timestamp: z.string() })).optional()
export type LogPlace = NonNullable<z.output<typeof logPlaces>>[number]

export const listingAnswer = z.object({
  query: z.object({
    allusers: z.array(z.object({ userid: userId, name: userName })).optional(),
    logevents: logPlaces,
  }),
})

export const usersAnswer = z.object({
  query: z.object({
    logevents: logPlaces,
    users: z.array(
      z.object({
        userid: z.int().optional(),
        name: z.string().optional(),
        missing: z.boolean().optional(),
        invalid: z.boolean().optional(),
        interwiki: z.boolean().optional(),
        blockid: z.int().optional(),
        blockpartial: z.boolean().optional(),
        groupmemberships: z.array(z.object({ group: z.string(), expiry: z.string() })).optional(),
      }),
    ),
  }),
})
export type UserRow = z.output<typeof usersAnswer>['query']['users'][number]

export const userRightsAnswer = z.object({
  userrights: z.object({ user: z.string(), userid: z.int(), added: phpList, removed: phpList }),
})

const metadata = z.array(z.object({ group: z.string(), expiry: z.string() })).optional()

export const logAnswer = z.object({
  query: z.object({
    logevents: z.array(
      z.object({
        logid: z.int(),
        timestamp: z.string(),
        title: z.string().optional(),
        action: z.string().optional(),
        user: z.string().optional(),
        userid: z.int().optional(),
        comment: z.string().optional(),
        tags: names.optional(),
        params: z
          .object({ oldgroups: phpList.optional(), newgroups: phpList.optional(), oldmetadata: metadata, newmetadata: metadata })
          .optional()
          .catch(undefined),
      }),
    ),
  }),
})
export type LogRow = z.output<typeof logAnswer>['query']['logevents'][number]

export const tagsAnswer = z.object({
  query: z.object({
    tags: z.array(z.object({ name: z.string(), active: z.boolean().optional(), source: names.optional() })),
    general: z.object({ generator: z.string(), sitename: z.string() }),
  }),
})

export const surveyAnswer = z.object({
  query: z.object({
    statistics: z.object({ users: z.int() }).optional(),
    usergroups: z.array(
      z.object({
        name: z.string(),
        rights: names.default([]),
        add: phpList.optional(),
        remove: phpList.optional(),
        'add-self': phpList.optional(),
        'remove-self': phpList.optional(),
      }),
    ),
  }),
})

export const holdersAnswer = z.object({
  query: z.object({
    allusers: z.array(z.object({ userid: userId, name: userName, groups: names, implicitgroups: names })),
  }),
})
