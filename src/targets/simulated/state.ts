/** The simulated system itself: groups, accounts, memberships and its own log. Plain data, so that it can be kept in a file. */
import { z } from 'zod'
import { instant, type Instant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import { ShelfUnreadableError } from '../shelf.ts'

const membershipSchema = z.strictObject({ group: z.string(), until: z.int().optional() })
const accountSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  locked: z.boolean().default(false),
  memberships: z.array(membershipSchema).default([]),
})
const logLineSchema = z.strictObject({
  number: z.int(),
  at: z.int(),
  id: z.string(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  by: z.string(),
  ours: z.boolean(),
  comment: z.string(),
})
const stateSchema = z.strictObject({
  groups: z.array(z.string()),
  /** Groups that Writ's own credential may change; all if absent. */
  changeable: z.array(z.string()).optional(),
  /** The account Writ itself works with, and the groups its rights come from. */
  connector: z.strictObject({ account: z.string(), groups: z.array(z.string()) }).optional(),
  accounts: z.array(accountSchema),
  log: z.array(logLineSchema).default([]),
})

/** How a file begins that is written by hand. */
export const firstState = '{"groups": ["editor"], "accounts": [{"id": "1", "name": "Amber Miller"}]}'

export type SimulatedAccount = z.output<typeof accountSchema>
export type SimulatedMembership = z.output<typeof membershipSchema>
export type SimulatedState = z.output<typeof stateSchema>

export const emptyState: SimulatedState = { groups: [], accounts: [], log: [] }

/** Throws ShelfUnreadableError, naming the place. */
export function readState(kept: Json): SimulatedState {
  const read = stateSchema.safeParse(kept)
  if (read.success) return read.data
  const places = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message.toLowerCase()}`)
  throw new ShelfUnreadableError(
    `the file of the simulated system is damaged (${places.slice(0, 3).join('; ')}); it looks like ${firstState}`,
  )
}

/** Memberships whose end has not come: like a wiki, the system forgets the others without a log line. */
export function running(account: SimulatedAccount, now: Instant): readonly SimulatedMembership[] {
  return account.memberships.filter((membership) => membership.until === undefined || membership.until > now)
}

export interface Alteration {
  readonly id: string
  readonly add?: readonly SimulatedMembership[]
  readonly remove?: readonly string[]
  readonly at: Instant
  readonly by: string
  readonly ours?: boolean
  readonly comment?: string
  /** false: nobody will ever see in the log who did it. */
  readonly logged?: boolean
}

/** The state after one change of an account's groups; the same state if nothing differs. Throws if there is no such account. */
export function alter(state: SimulatedState, alteration: Alteration): SimulatedState {
  const account = state.accounts.find((each) => each.id === alteration.id)
  if (account === undefined) throw new Error(`the simulated system has no account \`${alteration.id}\``)
  const before = running(account, alteration.at)
  const add = (alteration.add ?? []).filter(
    ({ group, until }) => !before.some((membership) => membership.group === group && membership.until === until),
  )
  const adding = new Set(add.map(({ group }) => group))
  const remove = (alteration.remove ?? []).filter((group) => !adding.has(group) && before.some((membership) => membership.group === group))
  if (add.length === 0 && remove.length === 0) return state
  const kept = before.filter(({ group }) => !adding.has(group) && !remove.includes(group))
  const line = {
    number: (state.log.at(-1)?.number ?? 0) + 1,
    at: alteration.at,
    id: alteration.id,
    added: [...adding],
    removed: remove,
    by: alteration.by,
    ours: alteration.ours ?? false,
    comment: alteration.comment ?? '',
  }
  return {
    ...state,
    accounts: state.accounts.map((each) => (each.id === account.id ? { ...each, memberships: [...kept, ...add] } : each)),
    log: alteration.logged === false ? state.log : [...state.log, line],
  }
}

/** A membership's end as the port gives it. */
export function endOf(membership: SimulatedMembership): Instant | undefined {
  return membership.until === undefined ? undefined : instant(membership.until)
}
