import { HOW } from '../decide/how.ts'
import type { Clause, Id } from '../charter/model.ts'
import type { Decision } from '../decide/decision.ts'
import { refused, type Known } from '../decide/question.ts'
import type { SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import { lossOfRepair, mayOverride, seizureByGrant } from '../safety/repair.ts'
import type { Caller } from './caller.ts'

/** How somebody says that it is to be done although nobody could repair it. */
export interface Override {
  readonly asked: boolean
  readonly reason: string | undefined
}

export interface Guarded {
  /** undefined = nothing speaks against it, or somebody entitled overrides it. */
  readonly refusal: Decision | undefined
  readonly alarms: readonly string[]
}

/** The last who can repair something is not removed, unless whoever may change the charter or override guards says why. */
export function guardRemoval(known: Known, caller: Caller, grant: Grant, clause: Clause, override: Override): Guarded {
  const { lost, alarms } = lossOfRepair(known, [grant])
  return lost.length === 0 ? { refusal: undefined, alarms } : decided(known, caller, clause, lost.join('; '), override)
}

/** Nothing is given after which nobody could undo what its holder does, if anybody could be undone before. */
export function guardGrant(known: Known, caller: Caller, subject: SubjectId, role: Id, override: Override): Guarded {
  const why = seizureByGrant(known, subject, role)
  return why === undefined ? { refusal: undefined, alarms: [] } : decided(known, caller, `roles.${role}`, why, override)
}

/** What everybody should know when somebody leaves a role: that is never refused. */
export function alarmsOnLeaving(known: Known, grant: Grant): readonly string[] {
  const { lost, alarms } = lossOfRepair(known, [grant])
  return [...lost, ...alarms]
}

function decided(known: Known, { actor }: Caller, clause: Clause, text: string, { asked, reason }: Override): Guarded {
  const entitled = actor.kind === 'person' && mayOverride(known, actor.subject)
  if (asked && entitled && reason !== undefined) return { refusal: undefined, alarms: [`overridden: ${text}`] }
  const how = !asked
    ? `whoever may change the charter or override guards can do it all the same, ${HOW.overrideWithReason}`
    : entitled
      ? HOW.takesReason
      : 'only a person who may change the charter or override guards can override this'
  return {
    refusal: refused([
      { clause, text },
      { clause: 'amendments', text: how },
    ]),
    alarms: [],
  }
}
