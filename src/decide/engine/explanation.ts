import type { Clause, Id } from '../../charter/model.ts'
import type { Ground, Verdict } from './question.ts'

/** A ground in words. */
export interface Told extends Ground {
  readonly text: string
}

/** A verdict with everything that somebody who was refused wants to know. */
export interface Explanation extends Omit<Verdict, 'because'> {
  readonly because: readonly Told[]
  readonly missing: Lacking
  /** Empty where the answer is yes, and where no role would change it. */
  readonly whoCanHelp: readonly Helper[]
  /** All of it in one sentence. */
  readonly sentence: string
}

/** What would have to be otherwise. */
export interface Lacking {
  /** Whoever asks must log in before anything else helps; without `roles`: then it depends on who they are. */
  readonly login: boolean
  /**
   * The smallest sets of roles that would turn the answer to yes, held besides what is held: every one of that size, the one that gives the fewest rights first. `[[]]`: logging in is
   * enough. `[]`: no roles would do.
   */
  readonly roles: readonly (readonly Id[])[]
  /** False if there were too many combinations to try them all. */
  readonly complete: boolean
  /** Groups that take the right away from their members; no role helps while they are held. */
  readonly leave: readonly string[]
  /** Groups that would do and that the target gives by itself, with what it asks for. */
  readonly promoted: readonly { readonly group: string; readonly clause: Clause; readonly when: string }[]
  /** What is not known and would decide. */
  readonly unknown: readonly Unknown[]
}

export interface Unknown {
  readonly clause: Clause
  /** `fact edits`, `resource owner`. */
  readonly what: string
  readonly why: string
}

/** Somebody who can give one of the missing roles, or decides on a request for it. */
export interface Helper {
  /** The missing role. */
  readonly gives: Id
  /** Who gives or decides; null = the charter itself, or the person by asking. */
  readonly role: Id | null
  readonly kind: 'power' | 'request' | 'automatic'
  /** Handles of present holders, at most as many as were asked for. */
  readonly holders: readonly string[]
  /** How many there are in all; null if it was not asked for. */
  readonly count: number | null
  readonly clause: Clause
  readonly how: string
  /** Where to write to, if the charter says: an address of the role that gives. */
  readonly contact: string | null
}
