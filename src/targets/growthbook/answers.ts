/** What the connector uses of GrowthBook's answers (REST v1 of GrowthBook 5); everything else in them is ignored. */
import { z } from 'zod'

const projectRole = z.looseObject({ project: z.string(), role: z.string(), environments: z.array(z.string()).default([]) })

const member = z.object({
  id: z.string().min(1),
  email: z.string().min(1),
  globalRole: z.string(),
  // GrowthBook writes it with a small b in listings.
  managedbyIdp: z.boolean().default(false),
  projectRoles: z.array(projectRole).default([]),
  lastLoginDate: z.string().optional(),
  dateCreated: z.string().optional(),
})

const paging = { total: z.int(), hasMore: z.boolean() }

export const membersPage = z
  .object({ members: z.array(member), ...paging })
  .transform(({ members, ...rest }) => ({ rows: members, ...rest }))
export const projectsPage = z
  .object({ projects: z.array(z.object({ id: z.string(), name: z.string() })), ...paging })
  .transform(({ projects, ...rest }) => ({ rows: projects, ...rest }))
export const anything = z.looseObject({})
export const errorAnswer = z.object({ message: z.string() })

export type Member = z.output<typeof member>
export type ProjectRole = z.output<typeof projectRole>
