import type { People } from '../../charter/model.ts'
import { addDuration, formatDuration } from '../../kernel/duration.ts'
import { draft } from '../../ledger/entry.ts'
import { approversOf, standingOf } from '../request/standing.ts'
import { duty, told, untold, type Duty, type KnownForDue } from './duty.ts'

/** Approvers are reminded when a stage has waited so many days. */
const REMINDERS = [3, 7, 14] as const

/** Requests that nobody decides: approvers are reminded, further people are called in (`escalate`), and in the end it lapses. */
export function* requests(known: KnownForDue): Iterable<Duty> {
  const { state, now } = known
  for (const request of state.requests()) {
    const standing = standingOf(known, request)
    const clause = standing?.clause ?? `roles.${request.role}.request`
    if (standing === undefined || standing.lapses <= now) {
      const why = standing === undefined ? 'the charter no longer lets anybody ask for it' : 'nobody decided in time'
      yield duty('lapse', clause, `request ${request.id} lapses: ${why}`, [
        draft('request.closed', { request: request.id, outcome: 'lapsed', reason: why, clause }),
      ])
      continue
    }
    const { open } = standing.progress
    const needed = open === undefined ? undefined : standing.stages[open]
    if (open === undefined || needed === undefined) continue
    const { escalate } = needed.stage
    const isEscalated = request.escalations.some(({ stage, at }) => stage === open && at >= request.changedAt)
    if (escalate !== undefined && !isEscalated && now >= addDuration(standing.since, escalate.after))
      yield duty('escalation', needed.clause, `request ${request.id} waits ${formatDuration(escalate.after)}: further people may decide`, [
        draft('request.escalated', { request: request.id, stage: open, to: escalate.to.map(nameOf), clause: `${needed.clause}.escalate` }),
      ])
    const step = REMINDERS.findLast((days) => now >= addDuration(standing.since, { count: days, unit: 'day' }))
    if (step === undefined) continue
    const template = `request/waits/${open}/${step}`
    const news = untold(known, approversOf(known, request, standing), request.id, template)
    if (news.length > 0)
      yield duty(
        'reminder',
        needed.clause,
        `request ${request.id} has waited ${step} days`,
        news.map((one) => told(one, request.id, template)),
      )
  }
}

function nameOf(people: People): string {
  if (people.kind === 'role') return people.role
  return people.kind === 'relation' ? `subject.${people.fact}` : people.kind
}
