/** What the connector uses of a SCIM server's answers (RFC 7643, 7644); everything else in them is ignored. */
import { z } from 'zod'

const meta = z.object({ version: z.string().optional() }).optional()

export const user = z.object({
  id: z.string().min(1),
  userName: z.string().min(1),
  externalId: z.string().optional(),
  active: z.boolean().default(true),
  meta,
})

export const group = z.object({
  id: z.string().min(1),
  displayName: z.string().min(1),
  members: z.array(z.object({ value: z.string().min(1), display: z.string().optional() })).default([]),
  meta,
})

/** A group without its members. */
export const groupName = group.pick({ id: true, displayName: true })

export const page = <Row extends z.ZodType>(row: Row) =>
  z
    .object({ totalResults: z.int().min(0), Resources: z.array(row).default([]) })
    .transform(({ totalResults, Resources }) => ({ total: totalResults, rows: Resources }))

export const configuration = z.object({
  patch: z.object({ supported: z.boolean() }).optional(),
  etag: z.object({ supported: z.boolean() }).optional(),
})
export const anything = z.unknown()
export const errorAnswer = z.object({ detail: z.string().optional(), scimType: z.string().optional() })

export type User = z.output<typeof user>
export type Group = z.output<typeof group>
