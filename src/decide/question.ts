import type { Evaluation } from '../charter/condition-env.ts'
import type { Charter, Id } from '../charter/model.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Truth } from '../kernel/truth.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { State } from '../ledger/state.ts'
import type { Because, Decision, Missing, WhoCanHelp } from './decision.ts'

/** What is known when a question is asked. */
export interface Known {
  readonly charter: Charter
  readonly state: State
  readonly now: Instant
  /** Whether a condition holds for a person. */
  readonly test: (condition: Id, subject: SubjectId) => Truth
  /** The same with the evidence for it, where it is at hand. */
  readonly explain?: (condition: Id, subject: SubjectId) => Evaluation
  /** Persons a relation fact names for somebody (their manager); undefined = unknown. */
  readonly related: (fact: Id, subject: SubjectId) => readonly SubjectId[] | undefined
}

/**
 * Who acts. `person`: authenticated by their own token or login. `operator`: whoever runs Writ on its machine, acting for a person: shown as
 * such, never an approver, never where step-up is due.
 */
export type Actor =
  | { readonly kind: 'person'; readonly subject: SubjectId; readonly stepUp: string | undefined }
  | { readonly kind: 'operator'; readonly name: string; readonly for: SubjectId | undefined }

/** The person whose powers are used; undefined = an operator for nobody. */
export function actingPerson(actor: Actor): SubjectId | undefined {
  return actor.kind === 'person' ? actor.subject : actor.for
}

/** The person behind a recorded identity: themselves, or the one for whom an operator acted. */
export function personBehind(identity: string): SubjectId | undefined {
  return /^(?:operator:.* for )?subject:(.+)$/s.exec(identity)?.[1]
}

export function refused(because: readonly Because[], missing: readonly Missing[] = [], whoCanHelp: readonly WhoCanHelp[] = []): Decision {
  const held = missing.length > 0 && missing.every((one) => one.unknown)
  return { outcome: held ? 'unknown' : 'refused', allowed: false, because, missing, whoCanHelp }
}

export function lacking(kind: Missing['kind'], text: string, unknown = false): Missing {
  return { kind, text, unknown }
}

/** A person's handle for messages. */
export function handleOf(state: State, subject: SubjectId): string {
  return state.person(subject)?.handle ?? '(erased)'
}
