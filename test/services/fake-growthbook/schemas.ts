/** What GrowthBook's REST interface takes and answers, as its documentation has it: every request and answer of the fake is held against it. */
import { z } from 'zod'

const projectRole = z.strictObject({
  project: z.string().min(1),
  role: z.string().min(1),
  limitAccessByEnvironment: z.boolean().optional(),
  environments: z.array(z.string()),
})

export const roleBody = z.strictObject({
  member: z.strictObject({
    role: z.string().optional(),
    environments: z.array(z.string()).optional(),
    projectRoles: z.array(projectRole).optional(),
  }),
})

export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  offset: z.coerce.number().int().min(0).default(0),
  userEmail: z.string().optional(),
  globalRole: z.string().optional(),
})

const member = z.strictObject({
  id: z.string(),
  name: z.string().optional(),
  email: z.string(),
  globalRole: z.string(),
  environments: z.array(z.string()),
  limitAccessByEnvironment: z.boolean(),
  managedbyIdp: z.boolean(),
  projectRoles: z.array(projectRole),
  lastLoginDate: z.iso.datetime().optional(),
  dateCreated: z.iso.datetime(),
})

const paging = {
  limit: z.int(),
  offset: z.int(),
  count: z.int(),
  total: z.int(),
  hasMore: z.boolean(),
  nextOffset: z.int().nullable(),
}

export const membersAnswer = z.strictObject({ members: z.array(member), ...paging })
export const projectsAnswer = z.strictObject({ projects: z.array(z.strictObject({ id: z.string(), name: z.string() })), ...paging })
export const deleteAnswer = z.strictObject({ deletedId: z.string() })
export const updateAnswer = z.strictObject({ updatedMember: z.looseObject({ id: z.string(), role: z.string() }) })

export type FakeProjectRole = z.output<typeof projectRole>
