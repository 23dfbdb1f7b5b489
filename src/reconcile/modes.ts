import type { Charter, Id, Mode } from '../charter/model.ts'
import type { State } from '../ledger/state.ts'

const ORDER: readonly Mode[] = ['observe', 'propose', 'enforce']

/** What Writ may do to a target now: the lower of the charter's ceiling and the last mode entry, `observe` until one exists. */
export function effectiveMode(charter: Charter, state: State, target: Id): Mode {
  const ceiling = charter.targets.get(target)?.mode ?? 'observe'
  const entered = state.modeOf(target) ?? 'observe'
  return ORDER.indexOf(entered) < ORDER.indexOf(ceiling) ? entered : ceiling
}
