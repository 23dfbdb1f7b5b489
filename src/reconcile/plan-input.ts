import type { Charter, Id } from '../charter/model.ts'
import type { TargetEffects } from '../decide/effect.ts'
import type { Instant } from '../kernel/instant.ts'
import type { State } from '../ledger/state.ts'
import type { Observed } from './target.ts'

export interface PlanInput {
  readonly charter: Charter
  readonly target: Id
  readonly state: State
  readonly effects: TargetEffects
  readonly observed: Observed
  /** `revisionOf(observed)`, computed once by the caller: it is recorded too. */
  readonly revision: string
  readonly now: Instant
  /** Only what is due at once: suspension, departure, compromise, locks, expiry. Never an addition, never drift. */
  readonly urgent?: boolean
  /** Ids of accounts no plan may touch: the connector's own. */
  readonly protect?: ReadonlySet<string>
  /** The target ends memberships by itself (`Capabilities.expiry`); default true. */
  readonly expiry?: boolean
}
