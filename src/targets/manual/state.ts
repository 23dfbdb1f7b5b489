/** What a manual target knows: who was last confirmed to hold what, and which tasks are open. */
import { z } from 'zod'

const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), group: z.string() }),
  z.strictObject({ kind: z.literal('remove'), group: z.string() }),
])

const taskSchema = z.strictObject({
  id: z.string(),
  account: z.strictObject({ id: z.string(), name: z.string() }),
  change: changeSchema,
  raisedAt: z.int(),
  /** The plan's number. */
  plan: z.int(),
  /** What to do, to be copied. */
  steps: z.array(z.string()),
})

const membershipSchema = z.strictObject({ group: z.string(), confirmedBy: z.string(), confirmedAt: z.int() })

export const manualStateSchema = z.strictObject({
  /** Number of the last task. */
  raised: z.int(),
  tasks: z.array(taskSchema),
  accounts: z.array(z.strictObject({ id: z.string(), name: z.string(), memberships: z.array(membershipSchema) })),
})

export type ManualState = z.output<typeof manualStateSchema>
export type ManualTask = z.output<typeof taskSchema>
export type ManualChange = z.output<typeof changeSchema>

export const emptyManualState: ManualState = { raised: 0, tasks: [], accounts: [] }

/** The memberships of an account after a confirmed change. The account is added if it was not known. */
export function confirmed(state: ManualState, task: ManualTask, by: string, at: number): ManualState {
  const { account, change } = task
  const known = state.accounts.find((each) => each.id === account.id) ?? { ...account, memberships: [] }
  const others = known.memberships.filter((membership) => membership.group !== change.group)
  const memberships = change.kind === 'add' ? [...others, { group: change.group, confirmedBy: by, confirmedAt: at }] : others
  return {
    ...state,
    tasks: state.tasks.filter((each) => each.id !== task.id),
    accounts: [...state.accounts.filter((each) => each.id !== account.id), { ...known, memberships }],
  }
}
