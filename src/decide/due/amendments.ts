import { isEscalated, feedbackEnds, waitingStages } from '../amendment-stages.ts'
import { addDuration, formatDuration } from '../../kernel/duration.ts'
import { candidatesAmong } from '../approver.ts'
import { duty, told, untold, type Duty, type KnownForDue } from './duty.ts'

/** Who decides is reminded when a proposed charter has waited so many days after the time for feedback. */
const REMINDERS = [3, 7, 14] as const
/** So many are told at most of one stage. */
const MOST = 20

/** Proposed charters that nobody decides: those who can are reminded, and further people are called in (`escalate`). */
export function* amendments(known: KnownForDue): Iterable<Duty> {
  const { charter, state, now } = known
  for (const proposal of state.charterProposals()) {
    const opened = feedbackEnds(charter, proposal)
    const base = state.revisions.findLast(({ seq }) => seq < proposal.id)
    if (proposal.status !== 'open' || opened === undefined || now < opened || base?.seq !== state.charter?.seq) continue
    if (state.charterToCome?.proposal === proposal.id) continue
    const step = REMINDERS.findLast((days) => now >= addDuration(opened, { count: days, unit: 'day' }))
    for (const { clause, stage, people: all } of waitingStages(known, proposal)) {
      const people = all.slice(0, MOST)
      const { escalate } = stage
      const called =
        escalate !== undefined && isEscalated(known, proposal, stage)
          ? [...candidatesAmong(known, escalate.to, proposal.by)].flatMap((one) => (one !== undefined && all.includes(one) ? [one] : []))
          : []
      const calls = untold(known, called, proposal.id, `charter/escalated/${clause}`)
      if (escalate !== undefined && calls.length > 0)
        yield duty(
          'escalation',
          `${clause}.escalate`,
          `the charter proposed in entry ${proposal.id} waits ${formatDuration(escalate.after)}: further people may decide`,
          calls.map((one) => told(one, proposal.id, `charter/escalated/${clause}`)),
        )
      if (step === undefined) continue
      const template = `charter/waits/${step}`
      const news = untold(known, people, proposal.id, template)
      if (news.length > 0)
        yield duty(
          'reminder',
          clause,
          `the charter proposed in entry ${proposal.id} has waited ${step} days`,
          news.map((one) => told(one, proposal.id, template)),
        )
    }
  }
}
