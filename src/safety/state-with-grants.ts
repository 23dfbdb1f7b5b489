import { instant, type Instant } from '../kernel/instant.ts'
import type { Grant, State } from '../ledger/state.ts'

/** The state as it would be with some grants ended and others running: for questions about a change before it is recorded. */
export function withGrants(state: State, ended: readonly Grant[], running: readonly Grant[], now: Instant): State {
  const over = new Set(ended.map(({ id }) => id))
  const end = { at: now, seq: state.size, cause: 'restored' } as const
  const close = (grant: Grant): Grant => (over.has(grant.id) ? { ...grant, ended: end } : grant)
  const added = running.map((grant): Grant => ({ ...grant, from: instant(Math.max(grant.from, now)), ended: undefined, paused: false }))
  const overlay: Partial<State> = {
    grant: (id) => {
      const found = state.grant(id)
      return found === undefined ? undefined : close(found)
    },
    grantsOf: (subject) => [...state.grantsOf(subject).map(close), ...added.filter((grant) => grant.subject === subject)],
    grantsOfRole: (role) => [
      ...[...state.grantsOfRole(role)].filter(({ id }) => !over.has(id)),
      ...added.filter((grant) => grant.role === role),
    ],
    runningGrants: () => [...[...state.runningGrants()].filter(({ id }) => !over.has(id)), ...added],
  }
  return new Proxy(state, {
    get: (target, name) => {
      const own: unknown = Reflect.get(overlay, name)
      if (own !== undefined) return own
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
