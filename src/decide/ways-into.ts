import type { Charter, Clause, Id } from '../charter/model.ts'
import { further, powersReaching } from './power.ts'

/** One door into a role, told to somebody who would like to hold it. */
export interface WayInto {
  readonly kind: 'power' | 'request' | 'automatic'
  /** The role that gives or decides; null = the charter itself. */
  readonly by: Id | null
  readonly clause: Clause
  readonly how: string
}

/** The ways into a role: who has the power to give it, who decides on a request for it, whether it comes by itself. */
export function waysInto(charter: Charter, role: Id): readonly WayInto[] {
  const block = charter.roles.get(role)
  const powers = powersReaching(charter, 'add', role)
    .filter(({ power }) => power.scope !== 'self')
    .map(({ role: holder, clause, power }): WayInto => ({
      kind: 'power',
      by: holder,
      clause,
      how: `${charter.roles.get(holder)?.title ?? holder} can add it${further(power.stages.length)}`,
    }))
  const deciders = new Set((block?.request?.stages ?? []).flatMap(({ by }) => by.flatMap((one) => (one.kind === 'role' ? [one.role] : []))))
  const request = [...deciders].map((by): WayInto => ({
    kind: 'request',
    by,
    clause: `roles.${role}.request`,
    how: `ask for the role; ${charter.roles.get(by)?.title ?? by} decides`,
  }))
  const undecided: readonly WayInto[] =
    block?.request !== undefined && deciders.size === 0
      ? [{ kind: 'request', by: null, clause: `roles.${role}.request`, how: 'ask for it' }]
      : []
  const automatic: readonly WayInto[] =
    block?.automatic === 'always'
      ? [{ kind: 'automatic', by: null, clause: `roles.${role}.automatic`, how: 'it comes by itself once its conditions hold' }]
      : []
  const ways = [...powers, ...request, ...undecided, ...automatic]
  return block?.activation === undefined ? ways : ways.map((way) => ({ ...way, how: `${way.how}; it has effect only while activated` }))
}
