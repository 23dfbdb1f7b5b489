import { formatInstant } from '../../kernel/instant.ts'
import { draft } from '../../ledger/entry.ts'
import type { Ending, Grant } from '../../ledger/state.ts'
import { powerAt } from '../confirmation.ts'
import { handleOf, type Known } from '../question.ts'
import { CLOCK, duty, type Duty, type KnownForDue } from './duty.ts'

/** Where a power names this cause, its notice is a question to the holder: who answers that the role is still needed keeps it. */
const NOT_NEEDED = 'no longer needed'

/** Grants that ran out, removals whose notice is over, proposals nobody decided in time, activations and suspensions that lasted their time. Never waits for a fact. */
export function* expiry(known: KnownForDue): Iterable<Duty> {
  const { state, now } = known
  for (const grant of state.runningGrants()) {
    const ending = state.endingOf(grant.id)
    const word = ending === undefined ? undefined : answered(known, grant, ending)
    if (word !== undefined) yield word
    else if (grant.until !== undefined && grant.until <= now) yield over(known, grant, ending)
    else if (grant.activeUntil !== undefined && grant.activeUntil <= now)
      yield duty('activation', `roles.${grant.role}.activation`, `${handleOf(state, grant.subject)} uses \`${grant.role}\` no longer`, [
        draft('grant.deactivated', { subject: grant.subject, grant: grant.id }),
      ])
  }
  for (const proposal of state.proposals())
    if (proposal.lapses <= now)
      yield duty('lapse', proposal.clause, `nobody decided the proposal ${proposal.id} in time`, [
        draft('proposal.closed', { proposal: proposal.id, outcome: 'lapsed', clause: proposal.clause }),
      ])
  for (const { id, until } of state.suspensions())
    if (until !== undefined && until <= now) {
      const reason = `nobody decided it by ${formatInstant(until)}`
      yield duty('expiry', 'suspension.longest', `suspension ${id} is over: ${reason}`, [
        draft('suspension.ended', { suspension: id, outcome: 'lapsed', reason, decided_by: [CLOCK] }),
      ])
    }
}

function over({ state, now }: Known, grant: Grant, ending: Ending | undefined): Duty {
  const isRemoval = ending !== undefined && ending.cause !== 'charter' && grant.until === ending.until
  const clause = isRemoval ? ending.clause : `roles.${grant.role}.term`
  return duty('expiry', clause, `\`${grant.role}\` of ${handleOf(state, grant.subject)} has run out`, [
    draft('grant.ended', {
      subject: grant.subject,
      grant: grant.id,
      from: formatInstant(grant.until ?? now),
      clause,
      decided_by: isRemoval && ending.decidedBy.length > 0 ? [...ending.decidedBy] : [CLOCK],
      cause: isRemoval ? ending.cause : 'expired',
    }),
  ])
}

/** The holder’s own word during the notice: not needed ends it at once, needed takes the notice back where it was a question. */
function answered({ charter, state, now }: Known, grant: Grant, ending: Ending): Duty | undefined {
  const { answer } = ending
  if (answer === undefined) return undefined
  const who = handleOf(state, grant.subject)
  if (!answer.keep)
    return duty('expiry', ending.clause, `${who} no longer needs \`${grant.role}\``, [
      draft('grant.ended', {
        subject: grant.subject,
        grant: grant.id,
        from: formatInstant(now),
        clause: ending.clause,
        decided_by: [`subject:${grant.subject}`],
        cause: 'not-needed',
      }),
    ])
  if (powerAt(charter, ending.clause)?.power.causes.includes(NOT_NEEDED) !== true) return undefined
  return duty('expiry', ending.clause, `${who} says that \`${grant.role}\` is still needed; whoever asked decides anew`, [
    draft('grant.renewed', {
      subject: grant.subject,
      grant: grant.id,
      ...(ending.before === undefined ? {} : { until: formatInstant(ending.before) }),
      clause: ending.clause,
      decided_by: [`subject:${grant.subject}`],
    }),
  ])
}
