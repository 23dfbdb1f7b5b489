/** What the shim beside the forum answers. */
import { z } from 'zod'

const member = z.object({ id: z.int(), name: z.string(), groups: z.array(z.int()), active: z.boolean() })
const group = z.object({ id: z.int(), name: z.string(), allowed: z.boolean() })

export const groupsAnswer = z.object({ groups: z.array(group), forum: z.string() })
export const listAnswer = z.object({ total: z.int(), members: z.array(member) })
export const findAnswer = z.object({ members: z.array(member) })
export const changeAnswer = z.object({ member })
export const errorAnswer = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

export type ForumMember = z.output<typeof member>
export type ForumGroup = z.output<typeof group>
