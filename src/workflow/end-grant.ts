import { decideRemoval, decideResignation, type RemovalRuling } from '../decide/removal.ts'
import { formatInstant } from '../kernel/instant.ts'
import { draft, type SubjectId } from '../ledger/entry.ts'
import type { Grant } from '../ledger/state.ts'
import { deciderOf } from './caller.ts'
import { aboutGrant, type AboutGrant } from './about-grant.ts'
import { json, nothingDone, waitingRemark, type GrantAnswer } from './answer.ts'
import { contentHash, lapseOf } from './grant-role.ts'
import type { Instance } from './instance.ts'
import type { CommandOutcome } from './journal.ts'
import type { Deciding } from './record.ts'
import { alarmsOnLeaving, guardRemoval, type Guarded } from './repair-guard.ts'

export interface EndCommand extends AboutGrant {
  readonly reason: string | undefined
  /** Remove the last who can repair something all the same. */
  readonly override?: boolean
}

/** Somebody takes a role from another by a power of the charter. */
export function removeRole(instance: Instance, command: EndCommand): Promise<GrantAnswer> {
  return endGrant(instance, command, 'removed', (known, grant) => decideRemoval(known, command.caller.actor, grant))
}

/** A person gives up a role: always allowed, at once. */
export function resign(instance: Instance, command: EndCommand): Promise<GrantAnswer> {
  return endGrant(instance, command, 'resigned', (known, grant) => decideResignation(known, command.caller.actor, grant))
}

function endGrant(
  instance: Instance,
  command: EndCommand,
  cause: 'removed' | 'resigned',
  decide: (known: Deciding, grant: Grant) => RemovalRuling,
): Promise<GrantAnswer> {
  return aboutGrant(instance, command, (known, subject, grant) =>
    outcomeOf(instance, known, command, cause, subject, grant, decide(known, grant)),
  )
}

function outcomeOf(
  instance: Instance,
  known: Deciding,
  command: EndCommand,
  cause: string,
  subject: SubjectId,
  grant: Grant,
  ruling: RemovalRuling,
): CommandOutcome {
  const { clause, from, alarms: said, stages, ...decision } = ruling
  const under = clause ?? `roles.${grant.role}`
  const guarded = guardFor(known, command, cause, grant, ruling)
  const alarms = [...said, ...guarded.alarms]
  const answer = { ...nothingDone(command, guarded.refusal ?? decision), grant: grant.id, remarks: alarms }
  if (guarded.refusal !== undefined) return { drafts: [], answer: json(answer) }
  if (ruling.outcome === 'allowed') {
    const why = {
      clause: under,
      decided_by: [deciderOf(command.caller)],
      cause,
      ...(command.reason === undefined ? {} : { reason: command.reason }),
    }
    const ended =
      from > known.now
        ? draft('grant.ending', { subject, grant: grant.id, until: formatInstant(from), ...why })
        : draft('grant.ended', { subject, grant: grant.id, from: formatInstant(from), ...why })
    return { drafts: [ended], answer: json({ ...answer, from: formatInstant(from) }) }
  }
  if (ruling.outcome === 'pending' && command.caller.actor.kind === 'person') {
    const content = contentHash(instance, { verb: 'remove', grant: grant.id, role: grant.role, subject, reason: command.reason ?? null })
    const proposed = draft('grant.proposed', {
      subject,
      verb: 'remove',
      role: grant.role,
      grant: grant.id,
      clause: under,
      by: `subject:${command.caller.actor.subject}`,
      content,
      lapses: formatInstant(lapseOf(known, grant.role)),
      ...(command.reason === undefined ? {} : { use_case: command.reason }),
    })
    return {
      drafts: [proposed],
      answer: json({
        ...answer,
        proposal: known.next,
        remarks: [...alarms, waitingRemark(stages.length, known.next)],
      }),
    }
  }
  return { drafts: [], answer: json(answer) }
}

function guardFor(known: Deciding, command: EndCommand, cause: string, grant: Grant, ruling: RemovalRuling): Guarded {
  if (ruling.outcome !== 'allowed' && ruling.outcome !== 'pending') return { refusal: undefined, alarms: [] }
  if (cause === 'resigned') return { refusal: undefined, alarms: alarmsOnLeaving(known, grant) }
  const override = { asked: command.override ?? false, reason: command.reason }
  return guardRemoval(known, command.caller, grant, ruling.clause ?? `roles.${grant.role}`, override)
}
