import type { State } from '../ledger/state.ts'
import type { Asked, AskedAccount } from './ports.ts'

/** Whom a source is asked about: those who are known by accounts of a target. It keeps nothing of the state. */
export function askedOf(state: State): Asked {
  const known = new Map<string, AskedAccount[]>()
  for (const { subject } of state.people())
    for (const { target, key, id } of state.accountsOf(subject)) {
      const there = known.get(target)
      if (there === undefined) known.set(target, [{ key, id }])
      else there.push({ key, id })
    }
  return { accountsOn: (target) => known.get(target) ?? [] }
}
