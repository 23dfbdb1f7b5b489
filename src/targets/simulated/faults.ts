/** What can go wrong with a real system, on demand. */
import { z } from 'zod'

export type Operation = 'read' | 'lookUp' | 'apply' | 'history'

const failure = z.strictObject({
  kind: z.literal('fails'),
  failure: z.enum(['unavailable', 'busy', 'denied', 'incomplete', 'invalid', 'refused']),
  code: z.string(),
  /** Milliseconds the system asks to wait. */
  retryAfter: z.int().optional(),
})

export const faultSchema = z.discriminatedUnion('kind', [
  /** Nobody answers. */
  z.strictObject({ kind: z.literal('down') }),
  /** Answers after so many milliseconds. */
  z.strictObject({ kind: z.literal('slow'), milliseconds: z.int() }),
  /** Says it applied the changes and did not. */
  z.strictObject({ kind: z.literal('lying') }),
  /** Applies the first so many changes of the call, then the connection breaks. */
  z.strictObject({ kind: z.literal('half-applied'), changes: z.int() }),
  /** A listing of only so many accounts that claims to be whole. */
  z.strictObject({ kind: z.literal('short'), accounts: z.int() }),
  /** A listing with a warning: the connector must not believe it. */
  z.strictObject({ kind: z.literal('warned') }),
  /** Somebody renames the account just before the call. */
  z.strictObject({ kind: z.literal('rename'), id: z.string(), name: z.string() }),
  /** What the call changed is seen only so many milliseconds later. */
  z.strictObject({ kind: z.literal('delayed'), milliseconds: z.int() }),
  /** Too many calls. */
  z.strictObject({ kind: z.literal('rate-limit'), retryAfter: z.int() }),
  failure,
])

export const faultRuleSchema = z.strictObject({
  on: z.enum(['read', 'lookUp', 'apply', 'history']),
  /** Only for this account, by immutable id. */
  account: z.string().optional(),
  /** The first and last call concerned, counted from 1 per operation; every call if absent. */
  calls: z.tuple([z.int(), z.int()]).optional(),
  fault: faultSchema,
})

export type Fault = z.output<typeof faultSchema>
export type FaultRule = z.output<typeof faultRuleSchema>

/** The faults of one call, in the order of the rules. */
export function faultsOf(rules: readonly FaultRule[], on: Operation, call: number, account?: string): readonly Fault[] {
  return rules
    .filter((rule) => rule.on === on)
    .filter((rule) => rule.account === undefined || rule.account === account)
    .filter((rule) => rule.calls === undefined || (rule.calls[0] <= call && call <= rule.calls[1]))
    .map((rule) => rule.fault)
}
